namespace Kybernet.PodNetwork.Routes;

/// <summary>The routes a node needs, given all nodes.</summary>
/// <param name="Routes">To each range of each other node, in order.</param>
/// <param name="Ends">Of the tunnels they go through.</param>
internal sealed record RoutePlan(PodRoute[] Routes, TunnelEnd[] Ends)
{
    public static RoutePlan For(PodNetworkOptions options, NodePeer own, IEnumerable<NodePeer> nodes)
    {
        var others = nodes.Where(node => node.Name != own.Name).OrderBy(static node => node.Name, StringComparer.Ordinal).ToArray();
        return options.Backend == PodNetworkBackend.Vxlan ? Vxlan(options, own, others) : HostGateway(others);
    }

    private static RoutePlan HostGateway(NodePeer[] others) => new(
        [.. from node in others
            from range in node.PodRanges
            let gateway = node.AddressOf(range.BaseAddress.AddressFamily)
            where gateway is not null
            select new PodRoute(range, gateway, "")],
        []);

    private static RoutePlan Vxlan(PodNetworkOptions options, NodePeer own, NodePeer[] others)
    {
        // The tunnel itself is of the family of this node's first address; pods of both families go through it.
        var family = own.Addresses[0].AddressFamily;
        var reachable = others.Where(node => node.AddressOf(family) is not null).ToArray();
        return new(
            [.. from node in reachable from range in node.PodRanges select new PodRoute(range, range.BaseAddress, options.VxlanDevice)],
            [.. from node in reachable
                from range in node.PodRanges
                let outer = node.AddressOf(family)!
                select new TunnelEnd(range.BaseAddress, TunnelEnd.MacOf(outer), outer)]);
    }
}
