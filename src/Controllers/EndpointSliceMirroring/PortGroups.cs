using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSliceMirroring;

/// <summary>Addresses by the ports they have, over all subsets. Upstream: <c>RepackSubsets</c>.</summary>
public static class PortGroups
{
    /// <summary>Each address, as often as it is written, with all ports that any subset gives it; not ready where any subset says so.</summary>
    /// <returns>Addresses with the same ports together; the ready ones first.</returns>
    public static List<(ListOf<EndpointPort> Ports, List<(EndpointAddress Address, bool IsReady)> Addresses)> Of(ListOf<EndpointSubset> subsets)
    {
        // By port, as upstream does: an address may be ready at one port and not at another.
        var byPort = new Dictionary<EndpointPort, SortedDictionary<string, (EndpointAddress Address, bool IsReady)>>();
        foreach (var subset in subsets)
        {
            foreach (var port in subset.Ports.IsEmpty ? [s_none] : subset.Ports.Select(Of))
            {
                if (!byPort.TryGetValue(port, out var addresses)) byPort[port] = addresses = new(StringComparer.Ordinal);
                foreach (var address in subset.Addresses) addresses.TryAdd(IdentityOf(address), (address, true));
                foreach (var address in subset.NotReadyAddresses) addresses[IdentityOf(address)] = (address, false);
            }
        }

        return
        [
            .. byPort.Where(group => group.Value.Count > 0)
                .GroupBy(group => string.Join(';', group.Value.Select(address => $"{address.Key}={address.Value.IsReady}")), StringComparer.Ordinal)
                .Select(group => (
                    group.Select(pair => pair.Key).Where(port => port != s_none).OrderBy(port => port.Name, StringComparer.Ordinal)
                        .ThenBy(port => port.Port).ThenBy(port => port.Protocol, StringComparer.Ordinal).ToListOf(),
                    group.First().Value.Values.OrderByDescending(address => address.IsReady).ToList())),
        ];
    }

    /// <summary>Stands for no port, as in upstream.</summary>
    private static readonly EndpointPort s_none = new() { Port = -1 };

    private static EndpointPort Of(Api.Core.V1.EndpointPort port) =>
        new() { Name = port.Name, Port = port.Port, Protocol = port.Protocol, AppProtocol = port.AppProtocol };

    private static string IdentityOf(EndpointAddress address) => $"{address.Ip}|{address.TargetRef?.Uid}";
}
