namespace Kybernet.Client.Kubeconfigs;

/// <summary>A cluster. Paths are absolute.</summary>
public sealed record KubeconfigCluster
{
    public string Server { get; init; } = "";

    public string TlsServerName { get; init; } = "";

    public bool InsecureSkipTlsVerify { get; init; }

    public string CertificateAuthority { get; init; } = "";

    /// <summary>PEM.</summary>
    public string CertificateAuthorityData { get; init; } = "";

    public string ProxyUrl { get; init; } = "";
}

/// <summary>A cluster, a user, a namespace.</summary>
public sealed record KubeconfigContext(string Cluster, string User, string Namespace);

/// <summary>A program that makes credentials. Upstream: client-go/pkg/apis/clientauthentication.</summary>
public sealed record KubeconfigExec(
    string Command, IReadOnlyList<string> Arguments, IReadOnlyList<(string Name, string Value)> Environment, string ApiVersion, string InstallHint);
