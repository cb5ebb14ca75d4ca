using Kybernet.Api.Apps.V1;

namespace Kybernet.Controllers.Deployments;

/// <summary>
/// Spreads a change of size over the sets of a running rollout, each by its share, so that a bad new template does not get all the new pods.
/// Upstream: <c>scale</c> and <c>GetReplicaSetProportion</c>.
/// </summary>
/// <example>Sizes 5 and 5 of 10, scaled to 20 without surge: each gets 5 × 20 / 10 = 10.</example>
public static class ProportionalScaling
{
    public static IReadOnlyList<ScaleStep> For(Deployment deployment, IReadOnlyList<ReplicaSet> active)
    {
        var allowed = deployment.Replicas > 0 ? deployment.Replicas + deployment.MaxSurge : 0;
        var toAdd = allowed - ReplicaSetHistory.Sum(active);
        var sets = toAdd switch
        {
            > 0 => BySize(active, newestFirst: true),
            < 0 => BySize(active, newestFirst: false),
            _ => [.. active],
        };
        var steps = new List<ScaleStep>(sets.Length);
        var added = 0;
        foreach (var set in sets)
        {
            var share = ShareOf(deployment, set, toAdd, added);
            added += share;
            steps.Add(new(set.Metadata.Name, (set.Spec.Replicas ?? 1) + share, Always: true));
        }

        // What rounding left over goes to the largest.
        if (toAdd != 0 && steps.Count > 0) steps[0] = steps[0] with { Replicas = Math.Max(steps[0].Replicas + toAdd - added, 0) };
        return steps;
    }

    private static int ShareOf(Deployment deployment, ReplicaSet set, int toAdd, int added)
    {
        if (toAdd == 0 || toAdd == added) return 0;
        var fraction = FractionOf(deployment, set);
        return toAdd > 0 ? Math.Min(fraction, toAdd - added) : Math.Max(fraction, toAdd - added);
    }

    /// <summary>How far the set is from its share, by the size the Deployment had when the set was last sized.</summary>
    private static int FractionOf(Deployment deployment, ReplicaSet set)
    {
        var replicas = set.Spec.Replicas ?? 1;
        if (deployment.Replicas == 0) return -replicas;
        var before = Revisions.Count(set, Revisions.MaxReplicas) is { } max and not 0 ? max : deployment.Status.Replicas;
        if (before == 0) return 0;
        // Upstream multiplies in 32 bits; so large a product is no cluster.
        var size = (double)((long)replicas * (deployment.Replicas + deployment.MaxSurge)) / before;
        return (int)Math.Round(size, MidpointRounding.AwayFromZero) - replicas;
    }

    private static ReplicaSet[] BySize(IReadOnlyList<ReplicaSet> sets, bool newestFirst)
    {
        var sorted = sets.ToArray();
        Array.Sort(sorted, (a, b) =>
        {
            var order = (b.Spec.Replicas ?? 1).CompareTo(a.Spec.Replicas ?? 1);
            if (order != 0) return order;
            order = a.Metadata.CreationTimestamp.CompareTo(b.Metadata.CreationTimestamp);
            if (order == 0) order = string.CompareOrdinal(a.Metadata.Name, b.Metadata.Name);
            return newestFirst ? -order : order;
        });
        return sorted;
    }
}
