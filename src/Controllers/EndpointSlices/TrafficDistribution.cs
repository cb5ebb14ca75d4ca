using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>Hints that keep traffic in its zone or on its node. Upstream: <c>trafficdist.go</c>.</summary>
public static class TrafficDistribution
{
    /// <summary>The slice with the hints its service asks for; itself when it has them. Endpoints that are not ready keep theirs.</summary>
    public static EndpointSlice WithHints(EndpointSlice slice, Service service)
    {
        var (byZone, byNode) = service.Spec.TrafficDistribution switch
        {
            "PreferClose" or "PreferSameZone" => (true, false),
            "PreferSameNode" => (true, true),
            _ => (false, false),
        };
        for (var i = 0; i < slice.Endpoints.Count; i++)
        {
            var endpoint = slice.Endpoints[i];
            if (byZone && endpoint.Conditions.Ready != true) continue;
            var hints = byZone ? HintsOf(endpoint, byNode) : null;
            if (hints != endpoint.Hints) slice = slice with { Endpoints = slice.Endpoints.SetItem(i, endpoint with { Hints = hints }) };
        }

        return slice;
    }

    private static EndpointHints? HintsOf(Endpoint endpoint, bool byNode)
    {
        var zones = endpoint.Zone is { } zone ? [new() { Name = zone }] : default(ListOf<ForZone>);
        var nodes = byNode && endpoint.NodeName is { } node ? [new() { Name = node }] : default(ListOf<ForNode>);
        return zones.IsEmpty && nodes.IsEmpty ? null : new() { ForZones = zones, ForNodes = nodes };
    }
}
