using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;

namespace Kybernet.PodNetwork.Routes;

/// <summary>A node as the network sees it.</summary>
/// <param name="Name">The Node's.</param>
/// <param name="Addresses">Its own (<c>InternalIP</c>).</param>
/// <param name="PodRanges">Its pods'.</param>
internal sealed record NodePeer(string Name, IPAddress[] Addresses, IPNetwork[] PodRanges)
{
    /// <summary>Null of a node that has no address or no range yet.</summary>
    public static NodePeer? Of(Node node)
    {
        var addresses = node.Status.Addresses.Where(static address => address.Type == "InternalIP")
            .Select(static address => IPAddress.TryParse(address.Address, out var parsed) ? parsed : null).OfType<IPAddress>().ToArray();
        var ranges = RangesOf(node).Select(static text => IPNetwork.TryParse(text, out var range) ? range : (IPNetwork?)null).OfType<IPNetwork>().ToArray();
        return addresses.Length == 0 || ranges.Length == 0 ? null : new(node.Metadata.Name, addresses, ranges);
    }

    public static IEnumerable<string> RangesOf(Node node) =>
        !node.Spec.PodCIDRs.IsEmpty ? node.Spec.PodCIDRs : node.Spec.PodCIDR.Length > 0 ? [node.Spec.PodCIDR] : [];

    public IPAddress? AddressOf(AddressFamily family) => Array.Find(Addresses, address => address.AddressFamily == family);
}
