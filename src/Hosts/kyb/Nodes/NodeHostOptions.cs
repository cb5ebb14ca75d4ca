using System.Net;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>A node in this process.</summary>
internal sealed record NodeHostOptions
{
    public required string NodeName { get; init; }

    public required IPAddress Address { get; init; }

    /// <summary>What outlives a restart: images, containers, volumes.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Sockets and what else does not outlive a reboot; its path has to be short.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Archives of images that are imported at start; empty for none.</summary>
    public string ImageDirectory { get; init; } = "";

    /// <summary>Pods' addresses of the whole cluster.</summary>
    public required string[] ClusterCidrs { get; init; }

    public required IPAddress DnsAddress { get; init; }

    /// <summary>What the kubelet serves with.</summary>
    public required IssuedCertificate Serving { get; init; }

    /// <summary>Who the API server's client certificate is from.</summary>
    public required CertificateAuthority Authority { get; init; }

    public required string Version { get; init; }

    /// <summary>Where the plugins are: upstream's place, or Debian's.</summary>
    public string CniBinDirectory { get; init; } = File.Exists("/opt/cni/bin/bridge") ? "/opt/cni/bin" : "/usr/lib/cni";
}
