using System.Buffers.Binary;
using System.Numerics;

namespace Kybernet.ApiServer.Encryption;

/// <summary>The stream cipher Salsa20 with 20 rounds, and HSalsa20, which makes a key of a key and a nonce. By D. J. Bernstein's specification.</summary>
internal static class Salsa20
{
    public const int BlockSize = 64;

    // "expand 32-byte k"
    private const uint Sigma0 = 0x61707865, Sigma1 = 0x3320646e, Sigma2 = 0x79622d32, Sigma3 = 0x6b206574;

    /// <summary>A block of the key stream.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">8 bytes.</param>
    /// <param name="counter">Which block.</param>
    /// <param name="block">Takes 64 bytes.</param>
    public static void Block(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ulong counter, Span<byte> block)
    {
        Span<byte> input = stackalloc byte[16];
        nonce.CopyTo(input);
        BinaryPrimitives.WriteUInt64LittleEndian(input[8..], counter);
        Span<uint> start = stackalloc uint[16];
        Span<uint> state = stackalloc uint[16];
        Fill(start, key, input);
        start.CopyTo(state);
        Rounds(state);
        for (var i = 0; i < 16; i++) BinaryPrimitives.WriteUInt32LittleEndian(block[(4 * i)..], start[i] + state[i]);
    }

    /// <summary>HSalsa20.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">16 bytes.</param>
    /// <param name="derived">Takes 32 bytes.</param>
    public static void DeriveKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, Span<byte> derived)
    {
        Span<uint> state = stackalloc uint[16];
        Fill(state, key, nonce);
        Rounds(state);
        ReadOnlySpan<int> picked = [0, 5, 10, 15, 6, 7, 8, 9];
        for (var i = 0; i < picked.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(derived[(4 * i)..], state[picked[i]]);
    }

    private static void Fill(Span<uint> state, ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        (state[0], state[5], state[10], state[15]) = (Sigma0, Sigma1, Sigma2, Sigma3);
        for (var i = 0; i < 4; i++)
        {
            state[1 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
            state[6 + i] = BinaryPrimitives.ReadUInt32LittleEndian(input[(4 * i)..]);
            state[11 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(16 + (4 * i))..]);
        }
    }

    private static void Rounds(Span<uint> x)
    {
        for (var i = 0; i < 10; i++)
        {
            Quarter(x, 0, 4, 8, 12);
            Quarter(x, 5, 9, 13, 1);
            Quarter(x, 10, 14, 2, 6);
            Quarter(x, 15, 3, 7, 11);
            Quarter(x, 0, 1, 2, 3);
            Quarter(x, 5, 6, 7, 4);
            Quarter(x, 10, 11, 8, 9);
            Quarter(x, 15, 12, 13, 14);
        }
    }

    private static void Quarter(Span<uint> x, int a, int b, int c, int d)
    {
        x[b] ^= BitOperations.RotateLeft(x[a] + x[d], 7);
        x[c] ^= BitOperations.RotateLeft(x[b] + x[a], 9);
        x[d] ^= BitOperations.RotateLeft(x[c] + x[b], 13);
        x[a] ^= BitOperations.RotateLeft(x[d] + x[c], 18);
    }
}
