using Kybernet.Proxy.Nftables;

namespace Kybernet.Proxy.Conntrack;

/// <summary>Which UDP flows lead nowhere: to a service's address, answered by what serves it no longer.</summary>
/// <remarks>
/// A TCP client notices and connects anew; a UDP client sends on, and the kernel keeps the flow as long as it does.
/// Upstream: pkg/proxy/conntrack, CleanStaleEntries.
/// </remarks>
internal static class StaleFlows
{
    public static IEnumerable<ConntrackFlow> Of(IEnumerable<ConntrackFlow> flows, IEnumerable<UdpFrontend> frontends)
    {
        var byTarget = new Dictionary<(string? Address, int Port), HashSet<(string, int)>>();
        foreach (var frontend in frontends) byTarget[(frontend.Address, frontend.Port)] = frontend.Endpoints;
        return flows.Where(flow => IsStale(flow, flow.Destination) || IsStale(flow, null));

        bool IsStale(ConntrackFlow flow, string? address) =>
            byTarget.TryGetValue((address, flow.DestinationPort), out var endpoints)
                && !endpoints.Contains((flow.ReplySource, flow.ReplyPort));
    }
}
