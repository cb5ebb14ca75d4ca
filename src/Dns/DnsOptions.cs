using System.Net;

namespace Kybernet.Dns;

/// <summary>The settings of a node's DNS server. Defaults are those of the CoreDNS that kubeadm installs.</summary>
public sealed record DnsOptions
{
    /// <summary>The cluster's zone (upstream's kubelet: <c>--cluster-domain</c>).</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The cluster address of the Service <c>kube-dns</c> (upstream's kubelet: <c>--cluster-dns</c>).</summary>
    public IPAddress ServiceAddress { get; init; } = new([10, 96, 0, 10]);

    /// <summary>The node this server runs on.</summary>
    public required string NodeName { get; init; }

    /// <summary>The node's address: the endpoint the server publishes, which may not be one of loopback.</summary>
    public required IPAddress NodeAddress { get; init; }

    /// <summary>Where the server listens; null for <see cref="NodeAddress"/>.</summary>
    public IPAddress? ListenAddress { get; init; }

    /// <summary>Of UDP and TCP; not 53, which a resolver of the host may have. 0 takes a free one.</summary>
    public int Port { get; init; } = 10053;

    /// <summary>How long clients may keep answers, in seconds.</summary>
    public int Ttl { get; init; } = 30;

    /// <summary>Where other names are asked for: resolvers, or empty for those of <see cref="ResolvConf"/>.</summary>
    public IPEndPoint[] Upstreams { get; init; } = [];

    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>Answers of upstreams are kept no longer.</summary>
    public TimeSpan LongestCache { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers kept, each of those with records and those without.</summary>
    public int CacheCapacity { get; init; } = 9984;

    /// <summary>Queries to upstreams at once; more are refused.</summary>
    public int MaxConcurrentForwards { get; init; } = 1000;

    /// <summary>One upstream is waited for so long; then the next one is asked.</summary>
    public TimeSpan ForwardTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where <c>/metrics</c>, <c>/health</c> and <c>/ready</c> are. Null for nowhere.</summary>
    public IPEndPoint? MetricsAddress { get; init; } = new(IPAddress.Any, 9153);

    /// <summary>Keep the Service <c>kube-dns</c> and this node's endpoint of it.</summary>
    public bool Publishes { get; init; } = true;
}
