using Kybernet.Api.Apps.V1;

namespace Kybernet.Controllers.Deployments;

/// <summary>A new size for a ReplicaSet.</summary>
/// <param name="Name">The ReplicaSet's.</param>
/// <param name="Replicas">How many pods it shall have.</param>
/// <param name="Always">Its annotations are brought up to date even where the size stays.</param>
public readonly record struct ScaleStep(string Name, int Replicas, bool Always = false);

/// <summary>The sizes a Deployment's ReplicaSets get next. Upstream: <c>rolling.go</c>, <c>recreate.go</c> and <c>scale</c> in <c>sync.go</c>.</summary>
public static class DeploymentPlan
{
    /// <summary>The size of a new ReplicaSet of <paramref name="current"/> pods among <paramref name="total"/> of all sets.</summary>
    public static int NewReplicas(Deployment deployment, int total, int current)
    {
        if (!deployment.IsRollingUpdate) return deployment.Replicas;
        // Both limits zero does not raise the surge: it makes one pod unavailable.
        var most = deployment.Replicas + deployment.MaxSurge;
        return total >= most ? current : current + Math.Min(most - total, deployment.Replicas - current);
    }

    /// <summary>Step one of a rolling update: the new set grows as far as the surge lets it, or shrinks to what is wanted. Null: it stays.</summary>
    public static ScaleStep? RollNew(Deployment deployment, ReplicaSetHistory history)
    {
        if (history.New is not { } set) return null;
        var replicas = set.Spec.Replicas ?? 1;
        if (replicas == deployment.Replicas) return null;
        var next = replicas > deployment.Replicas
            ? deployment.Replicas
            : NewReplicas(deployment, ReplicaSetHistory.Sum(history.All), replicas);
        return next == replicas ? null : new(set.Metadata.Name, next);
    }

    /// <summary>
    /// Step two: old sets shrink, first by the pods that are not available anyway, then by as many as there are available beyond the minimum;
    /// the oldest set first. A set may come twice.
    /// </summary>
    /// <remarks>
    /// At most all − minimum − (new ones not available yet) go: had unhealthy old pods been counted as unavailable twice, a bad new
    /// template could take the healthy ones down.
    /// </remarks>
    public static IReadOnlyList<ScaleStep> RollOld(Deployment deployment, ReplicaSetHistory history)
    {
        var steps = new List<ScaleStep>();
        if (history.New is not { } current) return steps;
        var old = history.ActiveOld.OrderBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal).ToList();
        var sizes = old.ToDictionary(set => set.Metadata.Name, set => set.Spec.Replicas ?? 1);
        var minimum = deployment.Replicas - deployment.MaxUnavailable;
        var newUnavailable = (current.Spec.Replicas ?? 1) - current.Status.AvailableReplicas;
        var most = ReplicaSetHistory.Sum(history.All) - minimum - newUnavailable;
        if (old.Count == 0 || most <= 0) return steps;

        Shrink(old, sizes, most, set => sizes[set.Metadata.Name] - set.Status.AvailableReplicas, steps);
        var available = old.Sum(set => set.Status.AvailableReplicas) + current.Status.AvailableReplicas;
        Shrink(old, sizes, available - minimum, set => sizes[set.Metadata.Name], steps);
        return steps;
    }

    /// <summary>What a scaled Deployment's sets get while none of them is the only one: shares of the change, by their sizes.</summary>
    public static IReadOnlyList<ScaleStep> Scale(Deployment deployment, ReplicaSetHistory history)
    {
        if (ActiveOrLatest(history) is { } only)
            return only.Spec.Replicas == deployment.Replicas ? [] : [new(only.Metadata.Name, deployment.Replicas)];
        if (IsSaturated(deployment, history.New)) return [.. history.ActiveOld.Select(set => new ScaleStep(set.Metadata.Name, 0))];
        return deployment.IsRollingUpdate ? ProportionalScaling.For(deployment, [.. history.All.Where(ReplicaSetHistory.IsActive)]) : [];
    }

    /// <summary>Someone changed the Deployment's size since its sets were last sized.</summary>
    public static bool IsScaling(Deployment deployment, ReplicaSetHistory history) =>
        history.All.Where(ReplicaSetHistory.IsActive).Any(
            set => Revisions.Count(set, Revisions.DesiredReplicas) is { } desired && desired != deployment.Replicas);

    /// <summary>The old sets a Deployment need not remember: the lowest revisions beyond the limit that hold no pods.</summary>
    public static IEnumerable<ReplicaSet> Forgotten(Deployment deployment, IReadOnlyList<ReplicaSet> old)
    {
        if (!deployment.HasRevisionHistoryLimit) return [];
        var alive = old.Where(set => set.Metadata.DeletionTimestamp is null).ToList();
        return alive
            .OrderBy(set => Revisions.Of(set) ?? 0).ThenBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal)
            .Take(Math.Max(alive.Count - deployment.Spec.RevisionHistoryLimit!.Value, 0))
            .Where(set => set.Status.Replicas == 0 && set.Spec.Replicas == 0 && set.Metadata.Generation <= set.Status.ObservedGeneration);
    }

    private static ReplicaSet? ActiveOrLatest(ReplicaSetHistory history)
    {
        var active = history.All.Where(ReplicaSetHistory.IsActive).Take(2).ToList();
        return active.Count switch
        {
            0 => history.New ?? history.Old.MaxBy(set => (set.Metadata.CreationTimestamp, set.Metadata.Name)),
            1 => active[0],
            _ => null,
        };
    }

    private static bool IsSaturated(Deployment deployment, ReplicaSet? set) => set is not null
        && set.Spec.Replicas == deployment.Replicas
        && Revisions.Count(set, Revisions.DesiredReplicas) == deployment.Replicas
        && set.Status.AvailableReplicas == deployment.Replicas;

    /// <summary>Takes up to <paramref name="most"/> pods from the sets in order, of each no more than <paramref name="spare"/> says.</summary>
    private static void Shrink(
        IEnumerable<ReplicaSet> sets, Dictionary<string, int> sizes, int most, Func<ReplicaSet, int> spare, List<ScaleStep> steps)
    {
        foreach (var set in sets)
        {
            if (most <= 0) return;
            var count = Math.Min(most, spare(set));
            if (sizes[set.Metadata.Name] == 0 || count <= 0) continue;
            sizes[set.Metadata.Name] -= count;
            most -= count;
            steps.Add(new(set.Metadata.Name, sizes[set.Metadata.Name]));
        }
    }
}
