using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

// A cipher of the platform is not for several threads at once, so each call makes its own.
/// <summary><c>aesgcm</c>: nonce, ciphertext, tag; the place is authenticated. Upstream: <c>NewGCMTransformer</c>.</summary>
internal sealed class AesGcmTransformer(ReadOnlyMemory<byte> prefix, byte[] key, INonceSource nonces) : IValueTransformer
{
    private const int NonceSize = 12;
    private const int TagSize = 16;

    public ReadOnlyMemory<byte> Prefix => prefix;

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var hidden = new byte[prefix.Length + NonceSize + value.Length + TagSize];
        prefix.Span.CopyTo(hidden);
        var rest = hidden.AsSpan(prefix.Length);
        nonces.Fill(rest[..NonceSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(rest[..NonceSize], value, rest.Slice(NonceSize, value.Length), rest[^TagSize..], place);
        return hidden;
    }

    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place)
    {
        if (hidden.Length < NonceSize + TagSize) throw new CryptographicException("the stored data was shorter than the required size");
        var value = new byte[hidden.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(hidden[..NonceSize], hidden[NonceSize..^TagSize], hidden[^TagSize..], value, place);
        return value;
    }
}
