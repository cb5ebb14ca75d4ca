using System.Net;
using System.Net.NetworkInformation;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Nftables;

/// <summary>The node's addresses that take node ports.</summary>
/// <remarks>Upstream: pkg/proxy/util/nodeport_addresses.go.</remarks>
internal static class NodePortAddresses
{
    private const string Primary = "primary";

    /// <returns>Null for all addresses: nothing is asked for, or nothing of this family, or everything.</returns>
    public static string[]? Of(string[] asked, NodeTopology node, IpFamily family)
    {
        if (asked is [Primary]) return family.AddressesOf(node.Addresses) is { Length: > 0 } own ? [own[0]] : null;
        var ranges = family.RangesOf(asked);
        if (ranges.Length == 0 || ranges.Any(static range => range.PrefixLength == 0)) return null;
        return [.. Local().Where(address => ranges.Any(range => range.Contains(address))
            && !IPAddress.IsLoopback(address)).Select(static a => a.ToString())];
    }

    private static IEnumerable<IPAddress> Local() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(static card => card.GetIPProperties().UnicastAddresses)
        .Select(static address => address.Address);
}
