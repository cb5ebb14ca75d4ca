using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

/// <summary>NaCl's secretbox: XSalsa20 hides, Poly1305 proves. Layout: 16 bytes of tag, then as many as the message has.</summary>
internal static class XSalsa20Poly1305
{
    public const int KeySize = 32;
    public const int NonceSize = 24;
    public const int TagSize = Poly1305.TagSize;

    // The first 32 bytes of the key stream are the key of the tag; the message starts after them.
    private const int TagKeySize = 32;

    /// <param name="key">32 bytes.</param>
    /// <param name="nonce">24 bytes, never twice with one key.</param>
    /// <param name="message">What is hidden.</param>
    /// <param name="box">Takes the tag and the hidden message.</param>
    public static void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> message, Span<byte> box)
    {
        Span<byte> tagKey = stackalloc byte[TagKeySize];
        var hidden = box[TagSize..];
        Apply(key, nonce, message, hidden, tagKey);
        Poly1305.Compute(tagKey, hidden, box[..TagSize]);
        CryptographicOperations.ZeroMemory(tagKey);
    }

    /// <summary>False when the box was not made with this key, or was changed; the message is untouched then.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> box, Span<byte> message)
    {
        Span<byte> tagKey = stackalloc byte[TagKeySize];
        Span<byte> tag = stackalloc byte[TagSize];
        Apply(key, nonce, default, default, tagKey);
        Poly1305.Compute(tagKey, box[TagSize..], tag);
        var isGenuine = CryptographicOperations.FixedTimeEquals(tag, box[..TagSize]);
        if (isGenuine) Apply(key, nonce, box[TagSize..], message, tagKey);
        CryptographicOperations.ZeroMemory(tagKey);
        return isGenuine;
    }

    private static void Apply(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, Span<byte> output, Span<byte> tagKey)
    {
        Span<byte> subkey = stackalloc byte[KeySize];
        Span<byte> block = stackalloc byte[Salsa20.BlockSize];
        Salsa20.DeriveKey(key, nonce[..16], subkey);
        Salsa20.Block(subkey, nonce[16..], 0, block);
        block[..TagKeySize].CopyTo(tagKey);
        var (done, offset) = (0, TagKeySize);
        for (ulong counter = 1; done < input.Length; counter++)
        {
            var length = Math.Min(Salsa20.BlockSize - offset, input.Length - done);
            for (var i = 0; i < length; i++) output[done + i] = (byte)(input[done + i] ^ block[offset + i]);
            (done, offset) = (done + length, 0);
            Salsa20.Block(subkey, nonce[16..], counter, block);
        }

        CryptographicOperations.ZeroMemory(subkey);
        CryptographicOperations.ZeroMemory(block);
    }
}
