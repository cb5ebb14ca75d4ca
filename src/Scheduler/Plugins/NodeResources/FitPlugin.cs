using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>Keeps pods off nodes without room, and scores nodes by how full they would be. Upstream: <c>plugins/noderesources/fit.go</c>.</summary>
public sealed class FitPlugin(FitArguments arguments, ResourceNames resources)
    : IPreFilterPlugin, IFilterPlugin, IPreScorePlugin, IScorePlugin, IEnqueueExtensions
{
    // One status for each set of resources that is short: bit 0 for pods, bit n + 1 for the resource numbered n.
    private readonly Dictionary<(ulong Short, bool IsUnresolvable), PluginStatus> _statuses = [];
    private readonly StateKey<ScoredRequest> _scored = new();

    public string Name => PluginNames.NodeResourcesFit;

    public IReadOnlyList<HintedEvent> Events =>
    [
        new(new(EventResource.Pod, EventActions.Delete | EventActions.UpdatePodScaleDown), AfterPodChange),
        new(new(EventResource.Node, EventActions.Add | EventActions.UpdateNodeAllocatable), AfterNodeChange),
    ];

    public PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names)
    {
        names = null;
        return null;
    }

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        Span<bool> misfits = rows.Length <= 512 ? stackalloc bool[rows.Length] : new bool[rows.Length];
        FindMisfits(pod, nodes, rows, misfits);
        for (var i = 0; i < rows.Length; i++)
            if (misfits[i] && verdicts[i] is null) verdicts[i] = Explain(pod, nodes, rows[i]);
    }

    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        state.Write(_scored, ScoredRequest.Of(pod, arguments.Strategy.Resources, resources, assumeMissing: true));
        return null;
    }

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var asked = state.Read(_scored)!;
        var strategy = arguments.Strategy;
        Span<long> weights = rows.Length <= 512 ? stackalloc long[rows.Length] : new long[rows.Length];
        weights.Clear();
        scores.Clear();
        for (var at = 0; at < asked.Resources.Length; at++)
        {
            if (!asked.IsLeftOut[at]) ScoreResource(strategy, asked, at, nodes, rows, scores, weights);
        }

        var rounds = strategy.Type == "RequestedToCapacityRatio";
        for (var i = 0; i < scores.Length; i++)
        {
            if (weights[i] == 0) scores[i] = 0;
            else scores[i] = rounds ? (long)Math.Round((double)scores[i] / weights[i], MidpointRounding.AwayFromZero) : scores[i] / weights[i];
        }
    }

    private static void ScoreResource(
        ScoringStrategy strategy, ScoredRequest asked, int at, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores, Span<long> weights)
    {
        var allocatable = nodes.Allocatable(asked.Resources[at]);
        var taken = ScoredRequest.Taken(nodes, asked.Resources[at], assumeMissing: true);
        var (request, weight) = (asked.Requests[at], asked.Weights[at]);
        var isLeast = strategy.Type == "LeastAllocated";
        var isMost = strategy.Type == "MostAllocated";
        if (allocatable.IsEmpty) return;
        for (var i = 0; i < rows.Length; i++)
        {
            var capacity = allocatable[rows[i]];
            if (capacity == 0) continue;
            var requested = (taken.IsEmpty ? 0 : taken[rows[i]]) + request;
            var score = isLeast ? ResourceScore.LeastAllocated(requested, capacity)
                : isMost ? ResourceScore.MostAllocated(requested, capacity)
                : ResourceScore.RequestedToCapacity(requested, capacity, strategy.Shape);
            // As upstream, a ratio's score of zero is as if the resource did not count.
            if (!isLeast && !isMost && score == 0) continue;
            scores[i] += score * weight;
            weights[i] += weight;
        }
    }

    private void FindMisfits(PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<bool> misfits)
    {
        var allowed = nodes.AllowedPods;
        var counts = nodes.PodCounts;
        for (var i = 0; i < rows.Length; i++) misfits[i] = counts[rows[i]] + 1 > allowed[rows[i]];
        foreach (var request in pod.Requests)
        {
            if (IsIgnored(request.Resource)) continue;
            var allocatable = nodes.Allocatable(request.Resource);
            var taken = nodes.Requested(request.Resource);
            if (allocatable.IsEmpty) misfits.Fill(true);
            else if (taken.IsEmpty) for (var i = 0; i < rows.Length; i++) misfits[i] |= request.Amount > allocatable[rows[i]];
            else for (var i = 0; i < rows.Length; i++) misfits[i] |= request.Amount > allocatable[rows[i]] - taken[rows[i]];
        }
    }

    private bool IsIgnored(int resource) => resource > ResourceNames.EphemeralStorage &&
        (!arguments.IgnoredResources.IsEmpty || !arguments.IgnoredResourceGroups.IsEmpty) &&
        ResourceNames.IsExtended(resources[resource]) && arguments.Ignores(resources[resource]);

    private PluginStatus Explain(PodInfo pod, NodeTable nodes, int row)
    {
        var shortages = nodes.PodCounts[row] + 1 > nodes.AllowedPods[row] ? 1UL : 0;
        var isUnresolvable = false;
        foreach (var request in pod.Requests)
        {
            if (IsIgnored(request.Resource)) continue;
            var allocatable = nodes.Allocatable(request.Resource) is { IsEmpty: false } there ? there[row] : 0;
            var taken = nodes.Requested(request.Resource) is { IsEmpty: false } used ? used[row] : 0;
            if (request.Amount <= allocatable - taken) continue;
            shortages |= 2UL << Math.Min(request.Resource, 62);
            isUnresolvable |= request.Amount > allocatable;
        }

        if (_statuses.TryGetValue((shortages, isUnresolvable), out var status)) return status;
        var code = isUnresolvable ? StatusCode.UnschedulableAndUnresolvable : StatusCode.Unschedulable;
        return _statuses[(shortages, isUnresolvable)] = new(code, Name, [.. Reasons(shortages)]);
    }

    private IEnumerable<string> Reasons(ulong shortages)
    {
        if ((shortages & 1) != 0) yield return "Too many pods";
        for (var i = 0; i < Math.Min(resources.Count, 63); i++)
            if ((shortages & (2UL << i)) != 0) yield return $"Insufficient {resources[i]}";
    }

    private QueueingHint AfterPodChange(Pod pod, IObject? old, IObject? now)
    {
        if (old is not Pod before) return QueueingHint.Queue;
        if (now is not Pod after)
            return before.Spec.NodeName.Length > 0 || before.Status.NominatedNodeName.Length > 0 ? QueueingHint.Queue : QueueingHint.Skip;
        if (after.Metadata.Uid == pod.Metadata.Uid) return QueueingHint.Queue;
        if (after.Spec.NodeName.Length == 0) return QueueingHint.Skip;
        var (larger, smaller) = (PodInfo.Of(before, resources), PodInfo.Of(after, resources));
        return Array.Exists(PodInfo.Of(pod, resources).Requests, want => larger.RequestOf(want.Resource) > smaller.RequestOf(want.Resource))
            ? QueueingHint.Queue
            : QueueingHint.Skip;
    }

    private QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now)
    {
        if (now is not Node node) return QueueingHint.Queue;
        var requests = PodInfo.Of(pod, resources).Requests;
        if (AmountOf(node, "pods") < 1 || Array.Exists(requests, want => want.Amount > AmountOf(node, resources[want.Resource]))) return QueueingHint.Skip;
        if (old is not Node before || AmountOf(node, "pods") > AmountOf(before, "pods")) return QueueingHint.Queue;
        return Array.Exists(requests, want => AmountOf(node, resources[want.Resource]) > AmountOf(before, resources[want.Resource]))
            ? QueueingHint.Queue
            : QueueingHint.Skip;
    }

    private static long AmountOf(Node node, string resource) =>
        node.Status.Allocatable.TryGetValue(resource, out var quantity) ? PodRequests.AmountOf(resource, quantity) : 0;
}
