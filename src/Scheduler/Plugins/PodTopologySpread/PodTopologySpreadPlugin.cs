using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>Spreads pods over zones, nodes and other domains, as they demand or prefer. Upstream: <c>plugins/podtopologyspread</c>.</summary>
/// <param name="arguments">The constraints of pods without their own.</param>
/// <param name="selectors">The pods such constraints count; null for none.</param>
public sealed class PodTopologySpreadPlugin(SpreadArguments arguments, DefaultSelectors? selectors)
    : IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IEnqueueExtensions, ISyncedPlugin
{
    private const string Hard = "DoNotSchedule";
    private const string Soft = "ScheduleAnyway";

    private static readonly PluginStatus s_skewed =
        PluginStatus.Unschedulable(PluginNames.PodTopologySpread, "node(s) didn't match pod topology spread constraints");

    private static readonly PluginStatus s_missingLabel = PluginStatus.Unresolvable(
        PluginNames.PodTopologySpread, "node(s) didn't match pod topology spread constraints (missing required label)");

    private readonly StateKey<HardSpread> _hard = new();
    private readonly StateKey<SoftSpread> _soft = new();

    public string Name => PluginNames.PodTopologySpread;

    public IReadOnlyList<HintedEvent> Events =>
    [
        new(new(EventResource.Pod, EventActions.Add | EventActions.UpdatePodLabel | EventActions.UpdatePodToleration | EventActions.Delete), AfterPodChange),
        new(new(EventResource.Node, EventActions.Add | EventActions.Delete | EventActions.UpdateNodeLabel | EventActions.UpdateNodeTaint), AfterNodeChange),
    ];

    public ValueTask WaitForSyncAsync(CancellationToken cancel) => selectors?.WaitForSyncAsync(cancel) ?? default;

    public PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names)
    {
        names = null;
        var constraints = ConstraintsOf(pod.Pod, Hard);
        if (constraints.Length == 0) return PluginStatus.Skip;
        state.Write(_hard, new HardSpread(constraints, pod, nodes));
        return null;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, int row, NodeTable nodes) => state.Read(_hard)?.Change(added, row, 1, nodes);

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, int row, NodeTable nodes) => state.Read(_hard)?.Change(removed, row, -1, nodes);

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts) =>
        state.Read(_hard)?.Filter(rows, verdicts, s_missingLabel, s_skewed);

    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        var constraints = ConstraintsOf(pod.Pod, Soft);
        if (constraints.Length == 0) return PluginStatus.Skip;
        var needsAllLabels = !pod.Pod.Spec.TopologySpreadConstraints.IsEmpty || !arguments.IsSystem;
        state.Write(_soft, new SoftSpread(constraints, pod, nodes, rows, needsAllLabels));
        return null;
    }

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores) =>
        state.Read(_soft)!.Score(nodes, rows, scores);

    public void NormalizeScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores) =>
        state.Read(_soft)!.Normalize(rows, scores);

    private SpreadConstraint[] ConstraintsOf(Pod pod, string whenUnsatisfiable)
    {
        var own = pod.Spec.TopologySpreadConstraints;
        if (!own.IsEmpty) return SpreadConstraint.Of(own, pod.Metadata.Labels, whenUnsatisfiable);
        var defaults = SpreadConstraint.Of(arguments.Constraints, pod.Metadata.Labels, whenUnsatisfiable);
        if (defaults.Length == 0 || selectors?.Of(pod) is not { IsEmpty: false } selector) return [];
        return [.. defaults.Select(constraint => constraint with { Selector = selector })];
    }

    private QueueingHint AfterPodChange(Pod pod, IObject? old, IObject? now)
    {
        var (before, after) = (old as Pod, now as Pod);
        if ((after is not null && !Concerns(after, pod)) || (before is not null && !Concerns(before, pod))) return QueueingHint.Skip;
        var constraints = ConstraintsOf(pod, Hard);
        if (before is null || after is null)
        {
            var labels = (after ?? before)!.Metadata.Labels;
            return Array.Exists(constraints, constraint => constraint.Selector.Matches(labels)) ? QueueingHint.Queue : QueueingHint.Skip;
        }

        if (after.Metadata.Uid == pod.Metadata.Uid && after.Spec.Tolerations != before.Spec.Tolerations &&
            Array.Exists(constraints, constraint => constraint.HonorsTaints)) return QueueingHint.Queue;
        return Array.Exists(constraints, constraint =>
            constraint.Selector.Matches(before.Metadata.Labels) != constraint.Selector.Matches(after.Metadata.Labels))
            ? QueueingHint.Queue
            : QueueingHint.Skip;
    }

    /// <summary>True when a change of the other pod changes the numbers for this one.</summary>
    private static bool Concerns(Pod other, Pod pod) => other.Metadata.Uid == pod.Metadata.Uid ||
        ((other.Spec.NodeName.Length > 0 || other.Status.NominatedNodeName.Length > 0) && other.Metadata.Namespace == pod.Metadata.Namespace);

    private QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now)
    {
        var (before, after) = (old as Node, now as Node);
        var keys = ConstraintsOf(pod, Hard).Select(constraint => constraint.TopologyKey).ToArray();
        bool HasAll(Node? node) => node is not null && Array.TrueForAll(keys, node.Metadata.Labels.ContainsKey);
        if (HasAll(before) != HasAll(after)) return QueueingHint.Queue;
        if (before is null || after is null || !HasAll(after)) return QueueingHint.Skip;
        return before.Spec.Taints != after.Spec.Taints ||
            Array.Exists(keys, key => before.Metadata.Labels[key] != after.Metadata.Labels[key])
            ? QueueingHint.Queue
            : QueueingHint.Skip;
    }
}
