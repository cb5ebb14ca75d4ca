using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.InterPodAffinity;

/// <summary>Which changes may help a pod whose affinity to other pods could not be met. Upstream: <c>interpodaffinity/plugin.go</c>.</summary>
public sealed class AffinityHints(ILister<Namespace> namespaces)
{
    public QueueingHint AfterPodChange(Pod pod, IObject? old, IObject? now)
    {
        var (before, after) = (old as Pod, now as Pod);
        if (before is not null && after is not null && after.Metadata.Uid == pod.Metadata.Uid) return QueueingHint.Queue;
        if ((after is not null && !HasPlace(after)) || (before is not null && !HasPlace(before))) return QueueingHint.Skip;
        var terms = AffinityTerms.Of(pod);
        bool IsNeeded(Pod other) => AffinityTerms.MatchAll(terms.Required, other, namespaces);
        bool IsAvoided(Pod other) => AffinityTerms.MatchAll(terms.RequiredAnti, other, namespaces);
        var helps = (before, after) switch
        {
            (not null, not null) => (!IsNeeded(before) && IsNeeded(after)) || (IsAvoided(before) && !IsAvoided(after)),
            (null, not null) => IsNeeded(after),
            (not null, null) => IsAvoided(before) || AffinityTerms.MatchAll(AffinityTerms.Of(before).RequiredAnti, pod, namespaces),
            _ => true,
        };
        return helps ? QueueingHint.Queue : QueueingHint.Skip;
    }

    public static QueueingHint AfterNodeChange(Pod pod, IObject? old, IObject? now)
    {
        if (now is not Node after) return QueueingHint.Skip;
        var terms = AffinityTerms.Of(pod);
        var before = old as Node;
        if (before is null && terms.RequiredAnti.Length > 0) return QueueingHint.Queue;
        foreach (var term in terms.Required)
            if (ValueOf(after, term) is { } value && value != ValueOf(before, term)) return QueueingHint.Queue;
        foreach (var term in terms.RequiredAnti)
            if (ValueOf(before, term) is { } value && value != ValueOf(after, term)) return QueueingHint.Queue;
        return QueueingHint.Skip;
    }

    private static string? ValueOf(Node? node, AffinityTerm term) => node?.Metadata.Labels.GetValueOrDefault(term.TopologyKey);

    private static bool HasPlace(Pod pod) => pod.Spec.NodeName.Length > 0 || pod.Status.NominatedNodeName.Length > 0;
}
