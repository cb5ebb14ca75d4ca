using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.InterPodAffinity;

/// <summary>Places pods near or away from other pods, as they demand or prefer. Upstream: <c>plugins/interpodaffinity</c>.</summary>
public sealed class InterPodAffinityPlugin(InterPodAffinityArguments arguments, IInformer<Namespace> namespaces)
    : IPreFilterPlugin, IPreFilterExtensions, IFilterPlugin, IPreScorePlugin, IScorePlugin, IEnqueueExtensions, ISyncedPlugin
{
    private static readonly PluginStatus s_missing =
        PluginStatus.Unresolvable(PluginNames.InterPodAffinity, "node(s) didn't match pod affinity rules");

    private static readonly PluginStatus s_avoided =
        PluginStatus.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't match pod anti-affinity rules");

    private static readonly PluginStatus s_avoiding =
        PluginStatus.Unschedulable(PluginNames.InterPodAffinity, "node(s) didn't satisfy existing pods anti-affinity rules");

    private readonly StateKey<RequiredAffinity> _required = new();
    private readonly StateKey<TopologyCounts> _preferred = new();
    private readonly AffinityHints _hints = new(namespaces);

    public string Name => PluginNames.InterPodAffinity;

    public IReadOnlyList<HintedEvent> Events =>
    [
        new(new(EventResource.Pod, EventActions.Add | EventActions.UpdatePodLabel | EventActions.Delete), _hints.AfterPodChange),
        new(new(EventResource.Node, EventActions.Add | EventActions.UpdateNodeLabel), AffinityHints.AfterNodeChange),
    ];

    public ValueTask WaitForSyncAsync(CancellationToken cancel) => namespaces.WaitForSyncAsync(cancel);

    public PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names)
    {
        names = null;
        if (pod.Affinity.IsEmpty && nodes.AffinePods.Count == 0) return PluginStatus.Skip;
        var required = new RequiredAffinity(pod, nodes, namespaces);
        if (required.IsNothing) return PluginStatus.Skip;
        state.Write(_required, required);
        return null;
    }

    public void AddPod(CycleState state, PodInfo pod, PodInfo added, int row, NodeTable nodes) => state.Read(_required)?.Change(added, row, 1, nodes);

    public void RemovePod(CycleState state, PodInfo pod, PodInfo removed, int row, NodeTable nodes) =>
        state.Read(_required)?.Change(removed, row, -1, nodes);

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        if (state.Read(_required) is not { } required) return;
        for (var i = 0; i < rows.Length; i++)
        {
            if (verdicts[i] is not null) continue;
            if (!required.HasNeeded(rows[i], nodes)) verdicts[i] = s_missing;
            else if (required.HasAvoided(rows[i])) verdicts[i] = s_avoided;
            else if (required.HasAvoiding(rows[i])) verdicts[i] = s_avoiding;
        }
    }

    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        var prefers = pod.Affinity.Preferred.Length + pod.Affinity.PreferredAnti.Length > 0;
        if (!prefers && (arguments.IgnorePreferredTermsOfExistingPods || nodes.AffinePods.Count == 0)) return PluginStatus.Skip;
        var sums = new TopologyCounts();
        foreach (var row in nodes.Order)
        {
            if (prefers)
            {
                foreach (var other in nodes.PodsOf(row)) Weigh(pod, other, row, nodes, sums);
            }
            else if (nodes.AffinePods.TryGetValue(row, out var others))
            {
                foreach (var other in others) Weigh(pod, other, row, nodes, sums);
            }
        }

        if (sums.IsEmpty) return PluginStatus.Skip;
        state.Write(_preferred, sums);
        return null;
    }

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var sums = state.Read(_preferred)!;
        for (var i = 0; i < rows.Length; i++) scores[i] = sums.Total(rows[i]);
    }

    /// <summary>From the least to the greatest sum, which may be below zero.</summary>
    public void NormalizeScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var (least, greatest) = (long.MaxValue, long.MinValue);
        foreach (var score in scores) (least, greatest) = (Math.Min(least, score), Math.Max(greatest, score));
        foreach (ref var score in scores)
            score = greatest > least ? (long)(NodeScores.Max * ((double)(score - least) / (greatest - least))) : 0;
    }

    private void Weigh(PodInfo pod, PodInfo other, int row, NodeTable nodes, TopologyCounts sums)
    {
        WeighTerms(pod.Affinity.Preferred, other.Pod, 1);
        WeighTerms(pod.Affinity.PreferredAnti, other.Pod, -1);
        WeighTerms(other.Affinity.Preferred, pod.Pod, 1);
        WeighTerms(other.Affinity.PreferredAnti, pod.Pod, -1);
        if (arguments.HardPodAffinityWeight == 0) return;
        foreach (var term in other.Affinity.Required)
            if (term.Matches(pod.Pod, namespaces)) sums.Add(nodes, row, term.TopologyKey, arguments.HardPodAffinityWeight);

        void WeighTerms(AffinityTerm[] terms, Pod meant, int sign)
        {
            foreach (var term in terms)
                if (term.Matches(meant, namespaces)) sums.Add(nodes, row, term.TopologyKey, sign * term.Weight);
        }
    }
}
