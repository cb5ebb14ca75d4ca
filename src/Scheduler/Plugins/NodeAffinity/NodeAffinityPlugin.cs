using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;
using Affinity = Kybernet.Api.Core.V1.NodeAffinity;

namespace Kybernet.Scheduler.Plugins.NodeAffinity;

/// <summary>
/// Keeps to <c>nodeSelector</c> and required node affinity, and prefers nodes of preferred node affinity. Upstream: <c>plugins/nodeaffinity</c>.
/// </summary>
/// <param name="added">The profile's, in addition to each pod's.</param>
public sealed class NodeAffinityPlugin(Affinity? added)
    : IPreFilterPlugin, IFilterPlugin, IPreScorePlugin, IScorePlugin, IEnqueueExtensions
{
    private static readonly PluginStatus s_mismatch =
        PluginStatus.Unresolvable(PluginNames.NodeAffinity, "node(s) didn't match Pod's node affinity/selector");

    private static readonly PluginStatus s_notEnforced =
        PluginStatus.Unresolvable(PluginNames.NodeAffinity, "node(s) didn't match scheduler-enforced node affinity");

    private static readonly PluginStatus s_conflict = PluginStatus.Unresolvable(PluginNames.NodeAffinity, "pod affinity terms conflict");

    private readonly StateKey<RequiredNodes> _required = new();
    private readonly StateKey<PreferredNodes> _preferred = new();
    private readonly NodeTerms? _addedTerms =
        added?.RequiredDuringSchedulingIgnoredDuringExecution is { } terms ? new(terms.NodeSelectorTerms) : null;

    private readonly PreferredNodes _addedPreferences = new(added?.PreferredDuringSchedulingIgnoredDuringExecution ?? default);

    public string Name => PluginNames.NodeAffinity;

    public IReadOnlyList<HintedEvent> Events =>
        [new(new(EventResource.Node, EventActions.Add | EventActions.UpdateNodeLabel), AfterNodeChange)];

    public PluginStatus? PreFilter(CycleState state, PodInfo pod, NodeTable nodes, out IReadOnlySet<string>? names)
    {
        names = null;
        var required = pod.Pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        if (required is null && _addedTerms is null && pod.Pod.Spec.NodeSelector.IsEmpty) return PluginStatus.Skip;
        state.Write(_required, RequiredNodes.Of(pod.Pod));
        names = required is null ? null : NamesOf(required);
        if (names is not { Count: 0 }) return null;
        names = null;
        return s_conflict;
    }

    public void Filter(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        var required = state.Read(_required) ?? RequiredNodes.Of(pod.Pod);
        for (var i = 0; i < rows.Length; i++)
        {
            if (verdicts[i] is not null) continue;
            var node = nodes[rows[i]];
            if (_addedTerms is not null && !_addedTerms.Matches(node)) verdicts[i] = s_notEnforced;
            else if (!required.Matches(node)) verdicts[i] = s_mismatch;
        }
    }

    public PluginStatus? PreScore(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows)
    {
        var terms = pod.Pod.Spec.Affinity?.NodeAffinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default;
        if (terms.IsEmpty && _addedPreferences.IsEmpty) return PluginStatus.Skip;
        var preferred = new PreferredNodes(terms);
        if (preferred.Error is { } error) return PluginStatus.Error(Name, error);
        state.Write(_preferred, preferred);
        return null;
    }

    public void Score(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        var preferred = state.Read(_preferred);
        for (var i = 0; i < rows.Length; i++)
        {
            var node = nodes[rows[i]];
            scores[i] = _addedPreferences.WeightOf(node) + (preferred?.WeightOf(node) ?? 0);
        }
    }

    public void NormalizeScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores) =>
        NodeScores.Normalize(scores, reverse: false);

    /// <summary>The nodes that can match when every term names some; null when any node can.</summary>
    private static HashSet<string>? NamesOf(NodeSelector required)
    {
        HashSet<string>? names = null;
        foreach (var term in required.NodeSelectorTerms)
        {
            HashSet<string>? ofTerm = null;
            foreach (var field in term.MatchFields)
            {
                if (field.Key != "metadata.name" || field.Operator != "In") continue;
                if (ofTerm is null) ofTerm = [.. field.Values];
                else ofTerm.IntersectWith(field.Values);
            }

            if (ofTerm is null) return null;
            if (names is null) names = ofTerm;
            else names.UnionWith(ofTerm);
        }

        return names;
    }

    private QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now)
    {
        if (now is not Node node || (_addedTerms is not null && !_addedTerms.Matches(node))) return QueueingHint.Skip;
        var required = RequiredNodes.Of(pod);
        return required.Matches(node) && (old is not Node before || !required.Matches(before)) ? QueueingHint.Queue : QueueingHint.Skip;
    }
}
