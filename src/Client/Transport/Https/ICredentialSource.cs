using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Client.Transport.Https;

/// <summary>Where a client gets what proves who it is.</summary>
public interface ICredentialSource
{
    /// <summary>The credential now; cheap when nothing has changed.</summary>
    ValueTask<Credential> GetAsync(CancellationToken cancel);

    /// <summary>The server did not accept the last one (401).</summary>
    void Invalidate();
}

/// <summary>What proves who a client is.</summary>
/// <param name="Authorization">The header, <c>Bearer …</c>; empty for none.</param>
/// <param name="Certificate">With its key; null for none.</param>
public sealed record Credential(string Authorization, X509Certificate2? Certificate)
{
    public static readonly Credential None = new("", null);

    /// <summary>Without the secret.</summary>
    public override string ToString() => nameof(Credential);
}

/// <summary>A credential that stays.</summary>
public sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public static readonly FixedCredential None = new(Credential.None);

    public ValueTask<Credential> GetAsync(CancellationToken cancel) => new(credential);

    public void Invalidate()
    {
    }
}
