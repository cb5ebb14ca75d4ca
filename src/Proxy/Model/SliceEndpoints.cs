using Kybernet.Api.Discovery.V1;

namespace Kybernet.Proxy.Model;

/// <summary>Reads the EndpointSlices of a service.</summary>
/// <remarks>Upstream: pkg/proxy, EndpointSliceCache.</remarks>
public static class SliceEndpoints
{
    /// <summary>The label with the name of a slice's service.</summary>
    public const string ServiceNameLabel = "kubernetes.io/service-name";

    /// <summary>
    /// The endpoints of each port by its name and protocol, ordered by address so that the same slices give the same rules.
    /// </summary>
    public static Dictionary<(string Port, string Protocol), ProxyEndpoint[]> Of(
        IEnumerable<EndpointSlice> slices, IpFamily family, string nodeName)
    {
        var found = new Dictionary<(string, string), SortedDictionary<string, ProxyEndpoint>>();
        foreach (var slice in slices)
        {
            if (slice.AddressType != family.ApiName) continue;
            foreach (var port in slice.Ports)
            {
                // A port without a number means all ports, which no Service can have.
                if (port.Name is null || port.Port is null or 0) continue;
                var name = (port.Name, port.Protocol ?? "TCP");
                if (!found.TryGetValue(name, out var endpoints)) found[name] = endpoints = new(StringComparer.Ordinal);
                foreach (var endpoint in slice.Endpoints) Add(endpoints, endpoint, port.Port.Value, family, nodeName);
            }
        }

        return found.ToDictionary(entry => entry.Key, entry => entry.Value.Values.ToArray());
    }

    private static void Add(SortedDictionary<string, ProxyEndpoint> endpoints, Endpoint endpoint, int port, IpFamily family, string nodeName)
    {
        if (endpoint.Addresses.IsEmpty || family.Canonical(endpoint.Addresses[0]) is not { } ip) return;
        var conditions = endpoint.Conditions;
        var read = new ProxyEndpoint(ip, port)
        {
            IsLocal = nodeName.Length > 0 && endpoint.NodeName == nodeName,
            IsReady = conditions.Ready ?? true,
            IsServing = conditions.Serving ?? true,
            IsTerminating = conditions.Terminating ?? false,
            ZoneHints = endpoint.Hints is { } zones ? [.. zones.ForZones.Select(zone => zone.Name)] : [],
            NodeHints = endpoint.Hints is { } nodes ? [.. nodes.ForNodes.Select(node => node.Name)] : [],
        };
        // An address stands in two slices while it moves, and belongs to two pods while one of them ends: the one that stays counts.
        if (!read.IsTerminating || !endpoints.ContainsKey(read.ToString())) endpoints[read.ToString()] = read;
    }
}
