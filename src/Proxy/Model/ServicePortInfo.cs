using System.Net;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Proxy.Model;

/// <summary>What tells one port of a service from all others. A service may have the same port name once per protocol.</summary>
public readonly record struct ServicePortName(ObjectKey Service, string Port, string Protocol)
{
    public override string ToString() => Port.Length == 0 ? $"{Service}" : $"{Service}:{Port}";
}

/// <summary>One port of a service in one family: where clients reach it, and by which policies.</summary>
/// <remarks>Upstream: pkg/proxy, ServicePort.</remarks>
public sealed record ServicePortInfo
{
    public required ServicePortName Name { get; init; }

    public required string ClusterIp { get; init; }

    public required int Port { get; init; }

    /// <summary><c>tcp</c>, <c>udp</c> or <c>sctp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>0 for none.</summary>
    public int NodePort { get; init; }

    public string[] ExternalIps { get; init; } = [];

    /// <summary>The load balancer's addresses that nodes answer for (mode VIP).</summary>
    public string[] LoadBalancerVips { get; init; } = [];

    /// <summary>Who may use <see cref="LoadBalancerVips"/>; empty for everybody.</summary>
    public IPNetwork[] SourceRanges { get; init; } = [];

    /// <summary>How long a client stays with its endpoint; 0 without session affinity.</summary>
    public int StickySeconds { get; init; }

    /// <summary>Where load balancers ask whether this node has endpoints; 0 for nowhere.</summary>
    public int HealthCheckNodePort { get; init; }

    public bool ExternalPolicyLocal { get; init; }

    public bool InternalPolicyLocal { get; init; }

    public bool IsSticky => StickySeconds > 0;

    public bool IsExternallyAccessible => NodePort != 0 || LoadBalancerVips.Length > 0 || ExternalIps.Length > 0;

    /// <summary>
    /// Endpoints of all nodes are used. Also with the external policy Local: traffic of this node itself is not bound to it.
    /// </summary>
    public bool UsesClusterEndpoints => !InternalPolicyLocal || IsExternallyAccessible;

    public bool UsesLocalEndpoints => InternalPolicyLocal || (ExternalPolicyLocal && IsExternallyAccessible);
}
