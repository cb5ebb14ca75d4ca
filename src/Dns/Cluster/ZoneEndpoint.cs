using System.Net;
using Kybernet.Api.Discovery.V1;

namespace Kybernet.Dns.Cluster;

/// <summary>A ready endpoint of a headless service.</summary>
/// <param name="Label">Its name below the service's: its hostname, else its address with dashes.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Ports">Its slice's ports.</param>
internal readonly record struct ZoneEndpoint(string Label, IPAddress Address, EndpointSlice Ports)
{
    public static IEnumerable<ZoneEndpoint> Of(IEnumerable<EndpointSlice> slices)
    {
        foreach (var slice in slices)
        {
            if (slice.AddressType is not ("IPv4" or "IPv6")) continue;
            foreach (var endpoint in slice.Endpoints.Where(static endpoint => endpoint.Conditions.Ready ?? true))
                foreach (var text in endpoint.Addresses.AsSpan().ToArray())
                    if (IPAddress.TryParse(text, out var address)) yield return new(LabelOf(endpoint, address), address, slice);
        }
    }

    /// <summary><c>10-0-0-1</c>, <c>fd00--1</c>.</summary>
    public static string Dashed(IPAddress address) => address.ToString().Replace('.', '-').Replace(':', '-');

    private static string LabelOf(Endpoint endpoint, IPAddress address) =>
        endpoint.Hostname is { Length: > 0 } hostname ? hostname.ToLowerInvariant() : Dashed(address);
}
