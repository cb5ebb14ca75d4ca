using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>Where pods are to be created, and which go. Upstream: <c>podsShouldBeOnNode</c>, <c>rollingUpdate</c>.</summary>
/// <param name="Create">Names of nodes.</param>
/// <param name="Delete">Pods.</param>
public sealed record DaemonSetPlan(IReadOnlyList<string> Create, IReadOnlyList<Pod> Delete)
{
    /// <summary>One pod on every node that is to have one; while surging, a second may stand beside it.</summary>
    /// <param name="set">The set.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="pods">The set's pods.</param>
    /// <param name="hash">Of the template it has now.</param>
    /// <param name="now">The time.</param>
    public static DaemonSetPlan ForNodes(DaemonSet set, IReadOnlyList<Node> nodes, ILookup<string, Pod> pods, string hash, DateTimeOffset now)
    {
        var (create, delete) = (new List<string>(), new List<Pod>());
        foreach (var node in nodes)
        {
            var (shouldRun, mayStay) = DaemonPods.On(set, node);
            var there = pods[node.Metadata.Name].ToList();
            if (shouldRun && there.Count == 0) create.Add(node.Metadata.Name);
            else if (mayStay) KeepOne(set, there, hash, now, shouldRun ? node.Metadata.Name : null, create, delete);
            else delete.AddRange(there.Where(pod => !pod.Metadata.IsBeingDeleted));
        }

        // Pods for nodes that are gone, which no node will take.
        var names = nodes.Select(node => node.Metadata.Name).ToHashSet();
        delete.AddRange(pods.Where(group => !names.Contains(group.Key)).SelectMany(group => group).Where(pod => pod.Spec.NodeName.Length == 0));
        return new(create, delete);
    }

    /// <summary>The next step of a rolling update. Surging replaces pods by new ones first, else old ones go first.</summary>
    public static DaemonSetPlan Roll(DaemonSet set, IReadOnlyList<Node> nodes, ILookup<string, Pod> pods, string hash, DateTimeOffset now)
    {
        var running = nodes.Where(node => DaemonPods.On(set, node).ShouldRun).Select(node => node.Metadata.Name).ToHashSet();
        var (surge, unavailable) = LimitsOf(set, running.Count);
        var places = pods.Select(group => group.Key).Union(running).Order(StringComparer.Ordinal)
            .Select(node => DaemonPlace.Of(set, node, pods[node], hash)).ToList();
        return surge == 0 ? ReplaceInPlace(set, places, unavailable, now) : Surge(set, places, running, surge, now);
    }

    /// <summary>Both zero would never end: one may be unavailable then.</summary>
    public static (int Surge, int Unavailable) LimitsOf(DaemonSet set, int wanted)
    {
        var rolling = set.Spec.UpdateStrategy is { Type: DaemonSetUpdateStrategyType.RollingUpdate, RollingUpdate: { } given }
            ? given
            : RollingUpdateDaemonSet.Empty;
        (rolling.MaxSurge ?? 0).TryGetScaledValue(wanted, roundUp: true, out var surge, out _);
        (rolling.MaxUnavailable ?? 0).TryGetScaledValue(wanted, roundUp: true, out var unavailable, out _);
        return ((int)surge, wanted > 0 && surge == 0 && unavailable == 0 ? 1 : (int)unavailable);
    }

    private static void KeepOne(
        DaemonSet set, List<Pod> there, string hash, DateTimeOffset now, string? node, List<string> create, List<Pod> delete)
    {
        var alive = there.Where(pod => !pod.Metadata.IsBeingDeleted).ToList();
        delete.AddRange(alive.Where(pod => pod.IsTerminal));
        var running = DaemonPods.ByAge(alive.Where(pod => !pod.IsTerminal)).ToList();
        if (LimitsOf(set, 1).Surge == 0)
        {
            delete.AddRange(running.Skip(1));
            return;
        }

        if (running.Count == 0 && node is not null) create.Add(node);
        if (running.Count <= 1) return;
        var current = running.Find(pod => pod.Metadata.Labels.GetValueOrDefault(DaemonPods.HashLabel) == hash);
        var old = running.Find(pod => pod.Metadata.Labels.GetValueOrDefault(DaemonPods.HashLabel) != hash);
        delete.AddRange(running.Where(pod => pod != current && pod != old));
        if (current is not null && old is not null && (!old.IsReady || current.IsAvailable(set.Spec.MinReadySeconds, now))) delete.Add(old);
    }

    private static DaemonSetPlan ReplaceInPlace(DaemonSet set, List<DaemonPlace> places, int most, DateTimeOffset now)
    {
        var (unavailable, allowed, candidates) = (0, new List<Pod>(), new List<Pod>());
        foreach (var place in places)
        {
            if (place is { IsCrowded: false, Old: { } old, New: null })
            {
                if (old.IsAvailable(set.Spec.MinReadySeconds, now))
                {
                    candidates.Add(old);
                    continue;
                }

                allowed.Add(old);
            }

            var isFine = place is { IsCrowded: false, Old: null, New: { } current } && current.IsAvailable(set.Spec.MinReadySeconds, now);
            if (!isFine) unavailable++;
        }

        return new([], [.. allowed, .. candidates.Take(Math.Max(most - unavailable, 0))]);
    }

    private static DaemonSetPlan Surge(DaemonSet set, List<DaemonPlace> places, HashSet<string> running, int surge, DateTimeOffset now)
    {
        var (surging, available) = (0, 0);
        var (delete, leaving, create, candidates) = (new List<Pod>(), new List<Pod>(), new List<string>(), new List<string>());
        foreach (var place in places)
        {
            if (place.IsCrowded)
            {
                surging++;
                continue;
            }

            if ((place.Old ?? place.New)?.IsAvailable(set.Spec.MinReadySeconds, now) == true) available++;
            if (place.Old is not { } old) continue;
            var isAvailable = old.IsAvailable(set.Spec.MinReadySeconds, now);
            if (place.New is { } current)
            {
                if (current.IsAvailable(set.Spec.MinReadySeconds, now)) delete.Add(old);
                else surging++;
            }
            else if (!running.Contains(place.Node))
            {
                (isAvailable ? leaving : delete).Add(old);
            }
            else
            {
                (isAvailable ? candidates : create).Add(place.Node);
            }
        }

        delete.AddRange(leaving.Take(Math.Max(available - running.Count, 0)));
        return new([.. create, .. candidates.Take(Math.Max(surge - surging, 0))], delete);
    }
}
