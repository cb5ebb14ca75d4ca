using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>The order in which nodes are tried. Upstream: <c>backend/cache/node_tree.go</c>.</summary>
public static class ZoneOrder
{
    private const string Region = "topology.kubernetes.io/region";
    private const string Zone = "topology.kubernetes.io/zone";

    /// <summary>The zone, which is one only within its region; empty without either. Upstream: <c>GetZoneKey</c>.</summary>
    public static string ZoneOf(Node node)
    {
        var labels = node.Metadata.Labels;
        var region = labels.GetValueOrDefault(Region) ?? labels.GetValueOrDefault("failure-domain.beta.kubernetes.io/region") ?? "";
        var zone = labels.GetValueOrDefault(Zone) ?? labels.GetValueOrDefault("failure-domain.beta.kubernetes.io/zone") ?? "";
        return region.Length + zone.Length == 0 ? "" : $"{region}:\0:{zone}";
    }

    /// <summary>One node of each zone by turns, the nodes of a zone by name. A1, B1, C1, A2, B2, A3.</summary>
    internal static int[] Of(Dictionary<string, int> rowOf, NodeTable nodes)
    {
        var order = new int[rowOf.Count];
        var names = rowOf.Keys.ToArray();
        Array.Sort(names, Utf8Order.Comparer);
        var zones = names.GroupBy(name => ZoneOf(nodes[rowOf[name]])).Select(zone => zone.ToArray()).ToArray();
        var at = 0;
        for (var turn = 0; at < order.Length; turn++)
        {
            foreach (var zone in zones)
                if (turn < zone.Length) order[at++] = rowOf[zone[turn]];
        }

        return order;
    }
}
