using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>How many of a zone's nodes are not ready.</summary>
public enum ZoneState
{
    Initial,
    Normal,

    /// <summary>More than two, and at least the threshold's part of all.</summary>
    PartialDisruption,

    /// <summary>All.</summary>
    FullDisruption,
}

/// <summary>Zones of nodes and how fast their nodes are given up.</summary>
/// <remarks>Upstream: nodelifecycle, ComputeZoneState and setLimiterInZone.</remarks>
public static class Zones
{
    /// <summary>The zone of a node: its region and zone, by old labels first; empty when it has neither.</summary>
    public static string Of(Node node)
    {
        var labels = node.Metadata.Labels;
        var zone = Label(labels, "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone");
        var region = Label(labels, "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region");
        return region.Length == 0 && zone.Length == 0 ? "" : $"{region}:\0:{zone}";
    }

    /// <param name="ready">The Ready conditions of the zone's nodes; null for nodes without.</param>
    /// <param name="threshold">The part of nodes not ready from which a zone is disrupted.</param>
    public static ZoneState StateOf(IReadOnlyCollection<NodeCondition?> ready, double threshold)
    {
        var well = ready.Count(static condition => condition?.Status == ConditionStatus.True);
        var ill = ready.Count - well;
        if (well == 0 && ill > 0) return ZoneState.FullDisruption;
        return ill > 2 && (float)ill / ready.Count >= (float)threshold ? ZoneState.PartialDisruption : ZoneState.Normal;
    }

    /// <summary>Nodes a second that may be given up in a zone of that state and size.</summary>
    public static double RateOf(ZoneState state, int nodes, ControllersOptions options) => state switch
    {
        ZoneState.PartialDisruption when nodes > options.LargeClusterThreshold => options.SecondaryNodeEvictionRate,
        ZoneState.PartialDisruption => 0,
        _ => options.NodeEvictionRate,
    };

    private static string Label(MapOf<string> labels, string old, string current) =>
        labels.TryGetValue(old, out var value) ? value : labels.GetValueOrDefault(current) ?? "";
}
