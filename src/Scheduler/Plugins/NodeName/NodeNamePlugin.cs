using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeName;

/// <summary>Keeps to <c>spec.nodeName</c>. Upstream: <c>plugins/nodename</c>.</summary>
public sealed class NodeNamePlugin : IFilterPlugin, IEnqueueExtensions
{
    private static readonly PluginStatus s_mismatch =
        PluginStatus.Unresolvable(PluginNames.NodeName, "node(s) didn't match the requested node name");

    public string Name => PluginNames.NodeName;

    public IReadOnlyList<HintedEvent> Events { get; } = [new(new(EventResource.Node, EventActions.Add))];

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        if (pod.Pod.Spec.NodeName.Length == 0) return;
        var wanted = nodes.RowOf(pod.Pod.Spec.NodeName);
        for (var i = 0; i < rows.Length; i++)
            if (rows[i] != wanted) verdicts[i] ??= s_mismatch;
    }
}
