using System.Buffers.Binary;

namespace Kybernet.ApiServer.Encryption;

/// <summary>The one-time authenticator Poly1305 (RFC 8439, 2.5), in limbs of 26 bits.</summary>
internal static class Poly1305
{
    public const int TagSize = 16;
    private const uint Mask = 0x3ffffff;

    /// <param name="key">32 bytes, for this message only.</param>
    /// <param name="message">What is proved.</param>
    /// <param name="tag">Takes 16 bytes.</param>
    public static void Compute(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag)
    {
        Span<uint> r = stackalloc uint[5];
        Span<uint> h = stackalloc uint[5];
        h.Clear();
        // r, clamped, in limbs.
        r[0] = BinaryPrimitives.ReadUInt32LittleEndian(key) & 0x3ffffff;
        r[1] = (BinaryPrimitives.ReadUInt32LittleEndian(key[3..]) >> 2) & 0x3ffff03;
        r[2] = (BinaryPrimitives.ReadUInt32LittleEndian(key[6..]) >> 4) & 0x3ffc0ff;
        r[3] = (BinaryPrimitives.ReadUInt32LittleEndian(key[9..]) >> 6) & 0x3f03fff;
        r[4] = (BinaryPrimitives.ReadUInt32LittleEndian(key[12..]) >> 8) & 0x00fffff;
        Span<byte> last = stackalloc byte[16];
        for (; message.Length >= 16; message = message[16..]) Add(h, r, message[..16], 1 << 24);
        if (!message.IsEmpty)
        {
            last.Clear();
            message.CopyTo(last);
            last[message.Length] = 1;
            Add(h, r, last, 0);
        }

        Finish(h, key[16..32], tag);
    }

    /// <summary>h = (h + block) × r modulo 2^130 - 5, not quite reduced.</summary>
    private static void Add(Span<uint> h, ReadOnlySpan<uint> r, ReadOnlySpan<byte> block, uint high)
    {
        h[0] += BinaryPrimitives.ReadUInt32LittleEndian(block) & Mask;
        h[1] += (BinaryPrimitives.ReadUInt32LittleEndian(block[3..]) >> 2) & Mask;
        h[2] += (BinaryPrimitives.ReadUInt32LittleEndian(block[6..]) >> 4) & Mask;
        h[3] += (BinaryPrimitives.ReadUInt32LittleEndian(block[9..]) >> 6) & Mask;
        h[4] += (BinaryPrimitives.ReadUInt32LittleEndian(block[12..]) >> 8) | high;
        Span<ulong> d = stackalloc ulong[5];
        for (var i = 0; i < 5; i++)
        {
            // What overflows 2^130 comes back five times: 2^130 = 5 modulo the prime.
            ulong sum = 0;
            for (var j = 0; j < 5; j++) sum += (ulong)h[j] * (j <= i ? r[i - j] : 5 * r[i + 5 - j]);
            d[i] = sum;
        }

        ulong carry = 0;
        for (var i = 0; i < 5; i++)
        {
            d[i] += carry;
            h[i] = (uint)d[i] & Mask;
            carry = d[i] >> 26;
        }

        carry = h[0] + (carry * 5);
        h[0] = (uint)carry & Mask;
        h[1] += (uint)(carry >> 26);
    }

    private static void Finish(Span<uint> h, ReadOnlySpan<byte> pad, Span<byte> tag)
    {
        Carry(h);
        // h - p, if that is not negative: chosen without a branch.
        Span<uint> g = stackalloc uint[5];
        uint carry = 5;
        for (var i = 0; i < 5; i++)
        {
            g[i] = h[i] + carry;
            carry = g[i] >> 26;
            g[i] &= Mask;
        }

        var takesG = 0u - carry;
        for (var i = 0; i < 5; i++) h[i] = (h[i] & ~takesG) | (g[i] & takesG);
        ReadOnlySpan<uint> words = [h[0] | (h[1] << 26), (h[1] >> 6) | (h[2] << 20), (h[2] >> 12) | (h[3] << 14), (h[3] >> 18) | (h[4] << 8)];
        ulong sum = 0;
        for (var i = 0; i < 4; i++)
        {
            sum += (ulong)words[i] + BinaryPrimitives.ReadUInt32LittleEndian(pad[(4 * i)..]);
            BinaryPrimitives.WriteUInt32LittleEndian(tag[(4 * i)..], (uint)sum);
            sum >>= 32;
        }
    }

    private static void Carry(Span<uint> h)
    {
        uint carry = 0;
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                h[i] += carry;
                carry = h[i] >> 26;
                h[i] &= Mask;
            }

            carry *= 5;
        }

        h[0] += carry;
    }
}
