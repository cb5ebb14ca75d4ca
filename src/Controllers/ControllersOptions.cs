using Kybernet.Base.Pki;

namespace Kybernet.Controllers;

/// <summary>The settings of the controllers. Defaults are kube-controller-manager's.</summary>
public sealed record ControllersOptions
{
    public static readonly ControllersOptions Default = new();

    /// <summary>PEM of the certificates service accounts trust; goes into each namespace's <c>kube-root-ca.crt</c>. Empty: not published.</summary>
    public string RootAuthority { get; init; } = "";

    /// <summary>Pods' addresses (CIDRs), from which nodes get theirs. Empty: none are given (upstream: <c>--allocate-node-cidrs=false</c>).</summary>
    public string[] ClusterCidrs { get; init; } = [];

    /// <summary>Of a node's IPv4 range (upstream: <c>--node-cidr-mask-size-ipv4</c>).</summary>
    public int NodeMaskSizeV4 { get; init; } = 24;

    public int NodeMaskSizeV6 { get; init; } = 64;

    /// <summary>How long a node may be silent before it is unknown (upstream: <c>--node-monitor-grace-period</c>).</summary>
    public TimeSpan NodeMonitorGracePeriod { get; init; } = TimeSpan.FromSeconds(50);

    public TimeSpan NodeMonitorPeriod { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan NodeStartupGracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Finished pods kept before the oldest are deleted (upstream: <c>--terminated-pod-gc-threshold</c>).</summary>
    public int TerminatedPodThreshold { get; init; } = 12_500;

    /// <summary>
    /// How long a namespace rests after its deletion before its content is deleted, so that every API server has seen it end (upstream:
    /// namespaceDeletionGracePeriod).
    /// </summary>
    public TimeSpan NamespaceDeletionDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Nodes a second that may lose their pods in a zone that is well (upstream: <c>--node-eviction-rate</c>).</summary>
    public double NodeEvictionRate { get; init; } = 0.1;

    /// <summary>The same in a large zone that is not (upstream: <c>--secondary-node-eviction-rate</c>); in a small one it is 0.</summary>
    public double SecondaryNodeEvictionRate { get; init; } = 0.01;

    /// <summary>Nodes from which a zone is large (upstream: <c>--large-cluster-size-threshold</c>).</summary>
    public int LargeClusterThreshold { get; init; } = 50;

    /// <summary>The part of nodes not ready from which a zone is not well (upstream: <c>--unhealthy-zone-threshold</c>).</summary>
    public double UnhealthyZoneThreshold { get; init; } = 0.55;

    /// <summary>Services' addresses (CIDRs), which no node gets (upstream: <c>--service-cluster-ip-range</c>).</summary>
    public string[] ServiceCidrs { get; init; } = [];

    /// <summary>
    /// The authority that signs certificate requests of clients and kubelets, with its key. Null: none are signed (upstream:
    /// <c>--cluster-signing-cert-file</c>, <c>--cluster-signing-key-file</c>).
    /// </summary>
    public IssuedCertificate? SigningAuthority { get; init; }

    /// <summary>How long signed certificates live at most (upstream: <c>--cluster-signing-duration</c>).</summary>
    public TimeSpan SigningDuration { get; init; } = TimeSpan.FromDays(365);
}
