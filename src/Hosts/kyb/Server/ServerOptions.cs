using System.Net;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>How <c>kyb server</c> was started.</summary>
public sealed record ServerOptions
{
    public required string DataDirectory { get; init; }

    public required IPEndPoint Listen { get; init; }

    /// <summary>embedded, memory or etcd.</summary>
    public required string Store { get; init; }

    public string[] EtcdServers { get; init; } = [];

    public EtcdTls EtcdTls { get; init; } = new(null, null, null);

    /// <summary>An <c>EncryptionConfiguration</c>; null hides nothing in the store.</summary>
    public string? EncryptionFile { get; init; }

    public required VersionFacts Version { get; init; }

    /// <summary>Where nodes and pods reach the server; null for what follows from where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <summary>Pods' addresses, from which nodes get theirs.</summary>
    public string[] ClusterCidrs { get; init; } = ClusterNetworks.Pods;

    /// <summary>Of the service <c>kube-dns</c>.</summary>
    public IPAddress DnsAddress { get; init; } = ClusterNetworks.Dns;

    /// <summary>Of <c>scheduler</c>, <c>controllers</c>: what does not run beside the API server.</summary>
    public string[] Disabled { get; init; } = [];

    /// <summary>Which controllers run, as <c>kube-controller-manager --controllers</c> has it.</summary>
    public string[] Controllers { get; init; } = ["*"];

    /// <summary>Null for a log on standard error.</summary>
    public ILoggerFactory? Loggers { get; init; }
}

/// <summary>The build's facts that <c>/version</c> tells.</summary>
public sealed record VersionFacts(string GitVersion, string GitCommit, string GitTreeState, string BuildDate);
