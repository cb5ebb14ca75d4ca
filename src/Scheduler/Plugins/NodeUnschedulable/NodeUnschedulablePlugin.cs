using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeUnschedulable;

/// <summary>Keeps pods off cordoned nodes unless they tolerate that. Upstream: <c>plugins/nodeunschedulable</c>.</summary>
public sealed class NodeUnschedulablePlugin : IFilterPlugin, IEnqueueExtensions
{
    private static readonly PluginStatus s_unschedulable =
        PluginStatus.Unresolvable(PluginNames.NodeUnschedulable, "node(s) were unschedulable");

    private static readonly Taint s_taint = Taint.Empty with { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    public string Name => PluginNames.NodeUnschedulable;

    public IReadOnlyList<HintedEvent> Events { get; } =
    [
        new(new(EventResource.Node, EventActions.Add | EventActions.UpdateNodeTaint), AfterNodeChange),
        new(new(EventResource.Pod, EventActions.UpdatePodToleration), AfterTolerationChange),
    ];

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        var unschedulable = nodes.Unschedulable;
        bool? tolerates = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (!unschedulable[rows[i]]) continue;
            if (tolerates ??= pod.Pod.Spec.Tolerations.Tolerate(s_taint)) return;
            verdicts[i] ??= s_unschedulable;
        }
    }

    private static QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now) =>
        now is Node { Spec.Unschedulable: false } && old is null or Node { Spec.Unschedulable: true } ? QueueingHint.Queue : QueueingHint.Skip;

    private static QueueingHint AfterTolerationChange(Pod pod, IObject? old, IObject? now) =>
        now is Pod changed && changed.Metadata.Uid == pod.Metadata.Uid && changed.Spec.Tolerations.Tolerate(s_taint)
            ? QueueingHint.Queue
            : QueueingHint.Skip;
}
