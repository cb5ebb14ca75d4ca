using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Filters that count the pods nominated to a node. Upstream: <c>RunFilterPluginsWithNominatedPods</c>.</summary>
public static class NominatedTrial
{
    /// <summary>Whether the pod fits as the node is, and when the pods nominated to it are there too, those of no lower priority.</summary>
    /// <remarks>Both must hold: pods it has affinity to may be among the nominated ones, and they may never come.</remarks>
    public static PluginStatus? Filter(Profile profile, CycleState state, PodInfo pod, NodeTable nodes, Nominator nominator, int row)
    {
        PluginStatus? verdict = null;
        profile.RunFilters(state, pod, nodes, [row], new(ref verdict));
        return verdict ?? (nominator.IsEmpty ? null : FilterWithNominated(profile, state, pod, nodes, nominator, row));
    }

    /// <summary>Whether the pod fits when the pods nominated to the node are there; null too when there are none.</summary>
    public static PluginStatus? FilterWithNominated(Profile profile, CycleState state, PodInfo pod, NodeTable nodes, Nominator nominator, int row)
    {
        var others = nominator.PodsOn(nodes.NameOf(row)).Where(other => other.Priority >= pod.Priority && other.Uid != pod.Uid).ToArray();
        if (others.Length == 0) return null;
        var trial = state.Clone();
        foreach (var other in others)
        {
            nodes.AddPod(other, row);
            profile.RunPreFilterExtensions(trial, pod, other, isAdded: true, row, nodes);
        }

        PluginStatus? verdict = null;
        profile.RunFilters(trial, pod, nodes, [row], new(ref verdict));
        foreach (var other in others) nodes.RemovePod(other, row);
        return verdict;
    }
}
