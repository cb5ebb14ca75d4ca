using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.TaintToleration;

/// <summary>
/// Keeps pods off nodes with taints they do not tolerate, or, by the taint's effect, prefers others. Upstream: <c>plugins/tainttoleration</c>.
/// </summary>
/// <remarks>Each distinct list of taints is judged once a pod, not once a node.</remarks>
public sealed class TaintTolerationPlugin : IFilterPlugin, IPreScorePlugin, IScorePlugin, IEnqueueExtensions
{
    private const int Unknown = -1;

    private static readonly PluginStatus s_untolerated =
        PluginStatus.Unresolvable(PluginNames.TaintToleration, "node(s) had untolerated taint(s)");

    private readonly StateKey<int[]> _judged = new();

    public string Name => PluginNames.TaintToleration;

    public IReadOnlyList<HintedEvent> Events { get; } =
    [
        new(new(EventResource.Node, EventActions.Add | EventActions.UpdateNodeTaint), AfterNodeChange),
        new(new(EventResource.Pod, EventActions.UpdatePodToleration), AfterTolerationChange),
    ];

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        if (nodes.Taints.IsEmpty) return;
        var judged = state.Read(_judged);
        if (judged is null) state.Write(_judged, judged = NewJudgements(nodes));
        var sets = nodes.TaintSets;
        for (var i = 0; i < rows.Length; i++)
        {
            var set = sets[rows[i]];
            if (set == TaintTable.None || verdicts[i] is not null) continue;
            if (judged[set] == Unknown) judged[set] = pod.Pod.Spec.Tolerations.FindUntolerated(nodes.Taints[set]) is null ? 0 : 1;
            if (judged[set] == 1) verdicts[i] = s_untolerated;
        }
    }

    /// <summary>Without taints every node would have the best score: no difference.</summary>
    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows) =>
        nodes.Taints.IsEmpty ? PluginStatus.Skip : null;

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var counted = NewJudgements(nodes);
        var tolerations = pod.Pod.Spec.Tolerations.Where(toleration => toleration.Effect is "" or "PreferNoSchedule").ToListOf();
        for (var i = 0; i < rows.Length; i++)
        {
            var set = nodes.TaintSets[rows[i]];
            if (counted[set] == Unknown) counted[set] = CountUntolerated(tolerations, nodes.Taints[set]);
            scores[i] = counted[set];
        }
    }

    public void NormalizeScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores) =>
        NodeScores.Normalize(scores, reverse: true);

    private static int[] NewJudgements(NodeTable nodes)
    {
        var judged = new int[nodes.Taints.Limit];
        Array.Fill(judged, Unknown);
        return judged;
    }

    private static int CountUntolerated(ListOf<Toleration> tolerations, ListOf<Taint> taints)
    {
        var count = 0;
        foreach (var taint in taints)
            if (taint.Effect == "PreferNoSchedule" && !tolerations.Tolerate(taint)) count++;
        return count;
    }

    private static QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now)
    {
        if (now is not Node node || pod.Spec.Tolerations.FindUntolerated(node.Spec.Taints) is not null) return QueueingHint.Skip;
        return old is not Node before || pod.Spec.Tolerations.FindUntolerated(before.Spec.Taints) is not null ? QueueingHint.Queue : QueueingHint.Skip;
    }

    private static QueueingHint AfterTolerationChange(Pod pod, IObject? old, IObject? now) =>
        now?.Metadata.Uid == pod.Metadata.Uid ? QueueingHint.Queue : QueueingHint.Skip;
}
