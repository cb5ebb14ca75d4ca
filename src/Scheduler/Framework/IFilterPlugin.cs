using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Looks at the pod before any node.</summary>
public interface IPreFilterPlugin : IPlugin
{
    /// <summary>Null, a rejection of the pod, or <see cref="StatusCode.Skip"/> to leave out the plugin's Filter.</summary>
    /// <param name="state">Where the plugin keeps what it computes.</param>
    /// <param name="pod">The pod to place.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="names">Set to restrict the search to these nodes; null for all.</param>
    PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names);
}

/// <summary>Of a PreFilter plugin whose state depends on the pods of nodes: what a pod more or less changes.</summary>
public interface IPreFilterExtensions
{
    void AddPod(CycleState state, PodInfo pod, PodInfo added, int row, NodeTable nodes);

    void RemovePod(CycleState state, PodInfo pod, PodInfo removed, int row, NodeTable nodes);
}

/// <summary>Says on which nodes the pod cannot run.</summary>
public interface IFilterPlugin : IPlugin
{
    /// <summary>
    /// Sets the verdict of each row that the pod cannot run on; rows with a verdict are left alone. Many nodes at a time, so that the loop
    /// over them is the plugin's own, over columns.
    /// </summary>
    /// <param name="state">What PreFilter kept.</param>
    /// <param name="pod">The pod to place.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="rows">The nodes to look at, as rows of <paramref name="nodes"/>.</param>
    /// <param name="verdicts">One for each of <paramref name="rows"/>; null while the node fits.</param>
    void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts);
}
