using System.Net;

namespace Kybernet.Proxy;

/// <summary>The settings of a node's proxy. Defaults are kube-proxy's.</summary>
public sealed record ProxyOptions
{
    /// <summary>The Node's name (upstream: <c>--hostname-override</c>).</summary>
    public required string NodeName { get; init; }

    /// <summary>Pods' addresses (upstream: <c>--cluster-cidr</c>): what comes from elsewhere is masqueraded. Empty: nothing is.</summary>
    public string[] ClusterCidrs { get; init; } = [];

    /// <summary>
    /// Which of the node's addresses take node ports (upstream: <c>--nodeport-addresses</c>): ranges, or <c>primary</c> for those of the
    /// Node
    /// object. Empty for all.
    /// </summary>
    public string[] NodePortAddresses { get; init; } = [];

    /// <summary>Masquerade everything sent to cluster addresses (upstream: <c>--masquerade-all</c>).</summary>
    public bool MasqueradesAll { get; init; }

    /// <summary>The bit of the packet mark that asks for masquerade (upstream: <c>--iptables-masquerade-bit</c>).</summary>
    public int MasqueradeBit { get; init; } = 14;

    /// <summary>No two syncs start closer together (upstream: <c>--nftables-min-sync-period</c>).</summary>
    public TimeSpan MinSyncPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A failed sync is tried again after this, or at the next change (upstream: <c>--nftables-sync-period</c>).</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Everything is written anew so often, whatever is known to be there.</summary>
    public TimeSpan FullSyncPeriod { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where <c>/healthz</c> and <c>/livez</c> are (upstream: <c>--healthz-bind-address</c>). Null for nowhere.</summary>
    public IPEndPoint? HealthzAddress { get; init; } = new(IPAddress.Any, 10256);

    /// <summary>Where <c>/metrics</c> is (upstream: <c>--metrics-bind-address</c>). Null for nowhere.</summary>
    public IPEndPoint? MetricsAddress { get; init; } = new(IPAddress.Loopback, 10249);

    /// <summary>A change not written within this makes the proxy unhealthy.</summary>
    public TimeSpan HealthTimeout => SyncPeriod * 2;

    public bool HasV4 { get; init; } = true;

    public bool HasV6 { get; init; } = true;

    /// <summary>The network namespace rules go to, as a path; empty for that of the process.</summary>
    public string NetworkNamespace { get; init; } = "";
}
