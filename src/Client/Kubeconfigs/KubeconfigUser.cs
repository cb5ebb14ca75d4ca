namespace Kybernet.Client.Kubeconfigs;

/// <summary>A user and what proves it. Paths are absolute.</summary>
public sealed record KubeconfigUser
{
    public string ClientCertificate { get; init; } = "";

    /// <summary>PEM.</summary>
    public string ClientCertificateData { get; init; } = "";

    public string ClientKey { get; init; } = "";

    /// <summary>PEM.</summary>
    public string ClientKeyData { get; init; } = "";

    public string Token { get; init; } = "";

    public string TokenFile { get; init; } = "";

    public string Username { get; init; } = "";

    public string Password { get; init; } = "";

    public string As { get; init; } = "";

    public string AsUid { get; init; } = "";

    public IReadOnlyList<string> AsGroups { get; init; } = [];

    public KubeconfigExec? Exec { get; init; }

    /// <summary>Without the secrets.</summary>
    public override string ToString() => nameof(KubeconfigUser);
}
