using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>A topology spread constraint ready to count with. Upstream: <c>podtopologyspread/common.go</c>.</summary>
/// <param name="MaxSkew">How many more matching pods a domain may have than the one with the fewest.</param>
/// <param name="TopologyKey">Nodes with the same value of this label are one domain.</param>
/// <param name="Selector">Of the pods that count.</param>
/// <param name="MinDomains">With fewer domains the fewest counts as none.</param>
/// <param name="HonorsAffinity">Only nodes count that the pod's node affinity lets it run on.</param>
/// <param name="HonorsTaints">Only nodes count whose taints the pod tolerates.</param>
public sealed record SpreadConstraint(int MaxSkew, string TopologyKey, Selector Selector, int MinDomains, bool HonorsAffinity, bool HonorsTaints)
{
    /// <summary>Those of the constraints with the given <c>whenUnsatisfiable</c>.</summary>
    /// <remarks>Selectors that the API server would refuse match nothing.</remarks>
    public static SpreadConstraint[] Of(ListOf<TopologySpreadConstraint> constraints, MapOf<string> podLabels, string whenUnsatisfiable) =>
        [.. constraints.Where(constraint => constraint.WhenUnsatisfiable == whenUnsatisfiable).Select(constraint => Of(constraint, podLabels))];

    /// <summary>True when the node's pods count. Nodes without the label never do.</summary>
    public bool Includes(Node node, Pod pod, RequiredNodes required) =>
        (!HonorsAffinity || required.Matches(node)) && (!HonorsTaints || pod.Spec.Tolerations.FindUntolerated(node.Spec.Taints) is null);

    /// <summary>The pods that count, by row: of the namespace, matching, and not being deleted. An empty selector counts none.</summary>
    public PodTally TallyOf(NodeTable nodes, string @namespace) => nodes.TallyOf(@namespace, Selector.IsEmpty ? Selector.Nothing : Selector);

    private static SpreadConstraint Of(TopologySpreadConstraint constraint, MapOf<string> podLabels)
    {
        if (!constraint.LabelSelector.TryToSelector(out var selector, out _)) selector = Selector.Nothing;
        foreach (var key in constraint.MatchLabelKeys)
            if (podLabels.TryGetValue(key, out var value)) selector = selector.Add([.. Selector.FromSet(MapOf.Of((key, value))).Requirements]);
        return new(
            constraint.MaxSkew, constraint.TopologyKey, selector, constraint.MinDomains ?? 1,
            constraint.NodeAffinityPolicy is null or "Honor", constraint.NodeTaintsPolicy == "Honor");
    }
}
