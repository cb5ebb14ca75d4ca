using System.Net;
using System.Security.Cryptography;

namespace Kybernet.PodNetwork.Routes;

/// <summary>The way to another node's pods.</summary>
/// <param name="Range">Their addresses.</param>
/// <param name="Gateway">Where packets go next: the node, or the end of its tunnel.</param>
/// <param name="Device">The tunnel; empty for wherever the gateway is.</param>
internal sealed record PodRoute(IPNetwork Range, IPAddress Gateway, string Device)
{
    /// <summary>As <c>ip route show</c> writes it, without attributes of no interest here.</summary>
    public string Text => Device.Length == 0 ? $"{Range} via {Gateway}" : $"{Range} via {Gateway} dev {Device}";
}

/// <summary>The end of another node's tunnel.</summary>
/// <param name="Address">Its address within the tunnel: the first of the node's pod range, which no pod gets.</param>
/// <param name="Mac">Its hardware address.</param>
/// <param name="Node">Where packets for it are sent to.</param>
internal sealed record TunnelEnd(IPAddress Address, string Mac, IPAddress Node)
{
    /// <summary>A node's hardware address follows from its own address, so that nobody has to tell others.</summary>
    public static string MacOf(IPAddress node)
    {
        var hash = SHA256.HashData(node.GetAddressBytes());
        // 0a: not a group's, given by us and not by a maker of cards.
        return "0a:" + string.Join(':', hash.Take(5).Select(static b => b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
