using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Preemption;

/// <summary>Finds the fewest pods of a node that have to go for a pod to fit. Upstream: <c>SelectVictimsOnNode</c>.</summary>
/// <param name="profile">Whose filters.</param>
/// <param name="pod">The pod to place.</param>
/// <param name="nodes">All nodes; as they were again after each search.</param>
/// <param name="nominator">Pods expected on nodes.</param>
/// <param name="budgets">What victims should not violate.</param>
/// <param name="importance">Who is spared first.</param>
public sealed class VictimSearch(
    Profile profile, PodInfo pod, NodeTable nodes, Nominator nominator, DisruptionBudgets budgets, PodImportance importance)
{
    private static readonly PluginStatus s_none = PluginStatus.Unresolvable("", "No preemption victims found for incoming pod");

    /// <summary>Null with <paramref name="candidate"/> set, or why making room on the node does not help.</summary>
    /// <param name="cycle">The cycle's state; left as it is.</param>
    /// <param name="row">The node.</param>
    /// <param name="candidate">The node with its victims.</param>
    public PluginStatus? Find(CycleState cycle, int row, out Candidate? candidate)
    {
        candidate = null;
        List<PodInfo>? lower = null;
        foreach (var other in nodes.PodsOf(row))
            if (other.Priority < pod.Priority) (lower ??= []).Add(other);
        if (lower is null) return s_none;
        // All pods of lower priority go; then as many as possible come back, the important ones first.
        var gone = new HashSet<PodInfo>(ReferenceEqualityComparer.Instance);
        var state = cycle.Clone();
        try
        {
            foreach (var other in lower) Take(state, row, other, gone);
            // With affinity to a victim the pod does not fit; such pods are not helped.
            if (Judge(state, row) is { } misfit) return misfit;
            var (violating, others) = budgets.Split(lower.OrderBy(other => other, importance));
            var violations = violating.Count(other => !Spare(state, row, other, gone));
            foreach (var other in others) Spare(state, row, other, gone);
            if (gone.Count == 0) return PluginStatus.Error("", $"expected at least one victim pod on node \"{nodes.NameOf(row)}\"");
            candidate = new(nodes.NameOf(row), [.. gone.OrderBy(other => other, importance)], violations);
            return null;
        }
        finally
        {
            foreach (var other in gone) nodes.AddPod(other, row);
        }
    }

    private bool Spare(CycleState state, int row, PodInfo other, HashSet<PodInfo> gone)
    {
        nodes.AddPod(other, row);
        gone.Remove(other);
        profile.RunPreFilterExtensions(state, pod, other, isAdded: true, row, nodes);
        if (Judge(state, row) is null) return true;
        Take(state, row, other, gone);
        return false;
    }

    private void Take(CycleState state, int row, PodInfo other, HashSet<PodInfo> gone)
    {
        nodes.RemovePod(other, row);
        gone.Add(other);
        profile.RunPreFilterExtensions(state, pod, other, isAdded: false, row, nodes);
    }

    private PluginStatus? Judge(CycleState state, int row) => NominatedTrial.Filter(profile, state, pod, nodes, nominator, row);
}
