using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

/// <summary><c>aescbc</c>: initial vector, ciphertext with PKCS#7 padding. Nothing is authenticated. Upstream: <c>NewCBCTransformer</c>.</summary>
internal sealed class AesCbcTransformer(ReadOnlyMemory<byte> prefix, byte[] key, INonceSource nonces) : IValueTransformer
{
    private const int BlockSize = 16;

    public ReadOnlyMemory<byte> Prefix => prefix;

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var hidden = new byte[prefix.Length + BlockSize + aes.GetCiphertextLengthCbc(value.Length)];
        prefix.Span.CopyTo(hidden);
        var rest = hidden.AsSpan(prefix.Length);
        nonces.Fill(rest[..BlockSize]);
        aes.EncryptCbc(value, rest[..BlockSize], rest[BlockSize..]);
        return hidden;
    }

    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place)
    {
        if (hidden.Length < BlockSize) throw new CryptographicException("the stored data was shorter than the required size");
        using var aes = Aes.Create();
        aes.Key = key;
        return aes.DecryptCbc(hidden[BlockSize..], hidden[..BlockSize]);
    }
}
