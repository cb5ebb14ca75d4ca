using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>
/// Hides and shows values with a secret that a key management service keeps. Of a seed, each value has a key of its own: HKDF over 32
/// random bytes that are stored before it. Upstream: <c>aes.NewHKDFExtendedNonceGCMTransformer</c>.
/// </summary>
/// <param name="secret">The seed, or an AES key.</param>
/// <param name="isSeed">Which of them; what is new is hidden with seeds only.</param>
/// <param name="nonces">Makes what must not be twice.</param>
internal sealed class DataKey(byte[] secret, bool isSeed, INonceSource nonces)
{
    public const int SeedSize = 32;
    private const int InfoSize = 32;

    public byte[] Hide(ReadOnlySpan<byte> value, ReadOnlySpan<byte> place)
    {
        var info = new byte[InfoSize];
        nonces.Fill(info);
        return new AesGcmTransformer(info, Derived(info), nonces).Hide(value, place);
    }

    /// <exception cref="CryptographicException">It was hidden with another secret, or changed.</exception>
    public byte[] Show(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> place)
    {
        if (!isSeed) return new AesGcmTransformer(default, secret, nonces).Show(hidden, place);
        if (hidden.Length < InfoSize) throw new CryptographicException("the stored data was shorter than the required size");
        return new AesGcmTransformer(default, Derived(hidden[..InfoSize]), nonces).Show(hidden[InfoSize..], place);
    }

    /// <summary>Nothing of the secret.</summary>
    public override string ToString() => nameof(DataKey);

    private byte[] Derived(ReadOnlySpan<byte> info)
    {
        var key = new byte[InfoSize];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, key, info);
        return key;
    }
}
