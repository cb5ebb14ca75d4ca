namespace Kybernet.Proxy.Model;

/// <summary>Which endpoints of a service port this node sends to.</summary>
/// <param name="Cluster">For traffic of policy Cluster; empty when the port never uses it.</param>
/// <param name="Local">For traffic of policy Local; empty when the port never uses it.</param>
/// <param name="HasAny">Something in the cluster could serve the port, here or elsewhere.</param>
/// <remarks>Upstream: pkg/proxy/topology.go, CategorizeEndpoints.</remarks>
public sealed record EndpointChoice(ProxyEndpoint[] Cluster, ProxyEndpoint[] Local, bool HasAny)
{
    private static readonly EndpointChoice s_none = new([], [], false);

    /// <summary>All that are used, each once, in order.</summary>
    public ProxyEndpoint[] All =>
        Local.Length == 0 ? Cluster
        : Cluster.Length == 0 ? Local
        : [.. Cluster.Concat(Local).DistinctBy(static endpoint => endpoint.ToString())];

    public static EndpointChoice For(ServicePortInfo port, ProxyEndpoint[] endpoints, NodeTopology node)
    {
        if (endpoints.Length == 0) return s_none;
        var cluster = port.UsesClusterEndpoints ? ClusterOf(endpoints, node) : [];
        var local = port.UsesLocalEndpoints ? ReadyOrLast([.. endpoints.Where(static endpoint => endpoint.IsLocal)]) : [];
        var hasAny = cluster.Length > 0
            || (port.UsesLocalEndpoints && endpoints.Any(static endpoint => endpoint.IsReady || endpoint.IsServingTerminating));
        return new(cluster, local, hasAny);
    }

    private static ProxyEndpoint[] ClusterOf(ProxyEndpoint[] endpoints, NodeTopology node)
    {
        ProxyEndpoint[] ready = [.. endpoints.Where(static endpoint => endpoint.IsReady)];
        if (ready.Length == 0) return ReadyOrLast(endpoints);
        return Hinted(ready, static endpoint => endpoint.NodeHints, node.Name) ?? Hinted(ready, static endpoint => endpoint.ZoneHints, node.Zone) ?? ready;
    }

    // Hints count only when every ready endpoint has one and at least one is meant for us: else some node would get none.
    private static ProxyEndpoint[]? Hinted(ProxyEndpoint[] ready, Func<ProxyEndpoint, string[]> hintsOf, string here)
    {
        if (ready.Any(endpoint => hintsOf(endpoint).Length == 0)) return null;
        ProxyEndpoint[] ours = [.. ready.Where(endpoint => hintsOf(endpoint).Contains(here))];
        return ours.Length > 0 ? ours : null;
    }

    private static ProxyEndpoint[] ReadyOrLast(ProxyEndpoint[] endpoints) =>
        Array.Exists(endpoints, static endpoint => endpoint.IsReady)
            ? [.. endpoints.Where(static endpoint => endpoint.IsReady)]
            : [.. endpoints.Where(static endpoint => endpoint.IsServingTerminating)];
}
