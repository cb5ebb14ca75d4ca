using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kybernet.PodNetwork.Rules;

/// <summary>Pods' packets that leave the cluster get their node's address: the world knows no way to a pod.</summary>
internal static class MasqueradeRules
{
    public const string Table = "kybernet-pods";

    /// <summary>For <c>nft -f -</c>: both families' tables anew, at one instant.</summary>
    /// <param name="own">This node's pods.</param>
    /// <param name="cluster">All pods; empty for no masquerade.</param>
    public static string Text(IReadOnlyCollection<IPNetwork> own, IReadOnlyCollection<IPNetwork> cluster)
    {
        var text = new StringBuilder();
        foreach (var (family, ip) in new[] { (AddressFamily.InterNetwork, "ip"), (AddressFamily.InterNetworkV6, "ip6") })
        {
            text.Append("add table ").Append(ip).Append(' ').Append(Table).Append("\ndelete table ").Append(ip).Append(' ').Append(Table).Append('\n');
            var from = own.Where(range => range.BaseAddress.AddressFamily == family).ToArray();
            var within = cluster.Where(range => range.BaseAddress.AddressFamily == family).ToArray();
            if (from.Length == 0 || within.Length == 0) continue;
            text.Append("table ").Append(ip).Append(' ').Append(Table).Append(" {\n  chain postrouting {\n    type nat hook postrouting priority 100 ;\n");
            // Groups are not reached by routes, and a packet to one must keep its sender.
            text.Append("    ").Append(ip).Append(" daddr ").Append(family == AddressFamily.InterNetwork ? "224.0.0.0/4" : "ff00::/8").Append(" return\n");
            text.Append("    ").Append(ip).Append(" saddr { ").AppendJoin(", ", from).Append(" } ");
            text.Append(ip).Append(" daddr != { ").AppendJoin(", ", within).Append(" } masquerade fully-random\n  }\n}\n");
        }

        return text.ToString();
    }
}
