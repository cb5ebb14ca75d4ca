using System.Security.Cryptography;

namespace Kybernet.ApiServer.Encryption;

/// <summary>Where nonces come from.</summary>
internal interface INonceSource
{
    /// <summary>Fills the bytes with ones that were never given before.</summary>
    void Fill(Span<byte> nonce);
}

/// <summary>The system's own randomness: a nonce must not be foreseen, so the cluster's seed has no part in it.</summary>
internal sealed class SystemNonces : INonceSource
{
    public void Fill(Span<byte> nonce) => RandomNumberGenerator.Fill(nonce);
}
