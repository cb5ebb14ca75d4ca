using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

/// <summary><c>secretbox</c>: nonce, tag, ciphertext of XSalsa20-Poly1305. Upstream: <c>secretbox.NewSecretboxTransformer</c>.</summary>
internal sealed class SecretboxTransformer(ReadOnlyMemory<byte> prefix, byte[] key, INonceSource nonces) : IValueTransformer
{
    public ReadOnlyMemory<byte> Prefix => prefix;

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var hidden = new byte[prefix.Length + XSalsa20Poly1305.NonceSize + XSalsa20Poly1305.TagSize + value.Length];
        prefix.Span.CopyTo(hidden);
        var rest = hidden.AsSpan(prefix.Length);
        nonces.Fill(rest[..XSalsa20Poly1305.NonceSize]);
        XSalsa20Poly1305.Seal(key, rest[..XSalsa20Poly1305.NonceSize], value, rest[XSalsa20Poly1305.NonceSize..]);
        return hidden;
    }

    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place)
    {
        if (hidden.Length < XSalsa20Poly1305.NonceSize + XSalsa20Poly1305.TagSize)
            throw new CryptographicException("the stored data was shorter than the required size");
        var value = new byte[hidden.Length - XSalsa20Poly1305.NonceSize - XSalsa20Poly1305.TagSize];
        if (!XSalsa20Poly1305.TryOpen(key, hidden[..XSalsa20Poly1305.NonceSize], hidden[XSalsa20Poly1305.NonceSize..], value))
            throw new CryptographicException("the message was changed, or hidden with another key");
        return value;
    }
}
