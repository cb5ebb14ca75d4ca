using System.Net;
using Kybernet.ApiServer;
using Kybernet.Base.Pki;
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

    public required VersionFacts Version { get; init; }

    /// <summary>Where nodes and pods reach the server; null for what follows from where it listens.</summary>
    public IPEndPoint? Advertise { get; init; }

    /// <summary>Pods' addresses, from which nodes get theirs.</summary>
    public string[] ClusterCidrs { get; init; } = ClusterNetworks.Pods;

    /// <summary>Of the service <c>kube-dns</c>; unless given the tenth of <see cref="ServiceCidrs"/>, as kubeadm has it.</summary>
    public IPAddress DnsAddress { get => field ?? ServiceAddress(10); init; }

    /// <summary>Services' addresses; the first is the <c>kubernetes</c> service's.</summary>
    public string[] ServiceCidrs { get; init; } = ["10.96.0.0/12"];

    /// <summary>How long certificates live.</summary>
    public RenewalOptions Certificates { get; init; } = RenewalOptions.Default;

    /// <summary>Of <c>scheduler</c>, <c>controllers</c>: what does not run beside the API server.</summary>
    public string[] Disabled { get; init; } = [];

    /// <summary>Which controllers run, as <c>kube-controller-manager --controllers</c> has it.</summary>
    public string[] Controllers { get; init; } = ["*"];

    /// <summary>Null for a log on standard error.</summary>
    public ILoggerFactory? Loggers { get; init; }

    /// <summary>The encryption configuration whose changes are taken; empty for none.</summary>
    public string ReloadedEncryptionFile { get; init; } = "";

    /// <summary>What the API server is told beyond its defaults.</summary>
    public Func<ApiServerOptions, ApiServerOptions> ApiServer { get; init; } = static options => options;

    /// <summary>An address of the services' network, counted from 1.</summary>
    internal IPAddress ServiceAddress(int index)
    {
        var bytes = IPNetwork.Parse(ServiceCidrs[0]).BaseAddress.GetAddressBytes();
        bytes[^1] += (byte)index;
        return new(bytes);
    }
}

/// <summary>The build's facts that <c>/version</c> tells.</summary>
public sealed record VersionFacts(string GitVersion, string GitCommit, string GitTreeState, string BuildDate);
