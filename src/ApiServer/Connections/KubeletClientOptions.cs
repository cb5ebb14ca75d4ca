using System.Security.Cryptography.X509Certificates;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Connections;

/// <summary>How the API server reaches kubelets. Defaults are upstream's.</summary>
public sealed record KubeletClientOptions
{
    /// <summary>Shown to kubelets, with its key; null shows none. <c>--kubelet-client-certificate</c>, <c>--kubelet-client-key</c>.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The same, asked for at each connection so that a renewed one is used; null is <see cref="Certificate"/>.</summary>
    public Func<X509Certificate2>? CurrentCertificate { get; init; }

    /// <summary>Who issues kubelets' serving certificates; empty verifies none. <c>--kubelet-certificate-authority</c>.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>Which of a node's addresses is taken, the first that it has. <c>--kubelet-preferred-address-types</c>.</summary>
    public ListOf<string> PreferredAddressTypes { get; init; } = ["Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP"];

    /// <summary>The port of nodes that do not say theirs.</summary>
    public int Port { get; init; } = 10250;
}
