using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Controllers.ReplicaSets;

/// <summary>What is to be done for a ReplicaSet. Upstream: <c>manageReplicas</c> in <c>pkg/controller/replicaset/replica_set.go</c>.</summary>
/// <param name="Create">How many pods to create.</param>
/// <param name="Delete">Which pods to delete.</param>
public sealed record ReplicaSetPlan(int Create, IReadOnlyList<Pod> Delete)
{
    /// <param name="set">The set.</param>
    /// <param name="active">Its active pods.</param>
    /// <param name="related">Gives the pods of all sets of its controller; asked for only where some but not all pods go.</param>
    /// <param name="now">The time.</param>
    public static ReplicaSetPlan For(ReplicaSet set, IReadOnlyList<Pod> active, Func<IEnumerable<Pod>> related, DateTimeOffset now)
    {
        var surplus = active.Count - (set.Spec.Replicas ?? 1);
        if (surplus < 0) return new(Math.Min(-surplus, SlowStart.BurstReplicas), []);
        if (surplus == 0) return new(0, []);
        var count = Math.Min(surplus, SlowStart.BurstReplicas);
        return new(0, count < active.Count ? DeletionOrder.Choose(active, related(), count, now) : active);
    }

    /// <summary>The status but for conditions and the generation.</summary>
    /// <param name="set">The set.</param>
    /// <param name="active">Its active pods.</param>
    /// <param name="terminating">How many of its pods are on their way out.</param>
    /// <param name="now">The time.</param>
    public static ReplicaSetStatus StatusOf(ReplicaSet set, IReadOnlyList<Pod> active, int terminating, DateTimeOffset now)
    {
        var (labeled, ready, available) = (0, 0, 0);
        var template = Selector.FromSet(set.Spec.Template.Metadata.Labels);
        foreach (var pod in active)
        {
            if (template.Matches(pod.Metadata.Labels)) labeled++;
            if (!pod.IsReady) continue;
            ready++;
            if (pod.IsAvailable(set.Spec.MinReadySeconds, now)) available++;
        }

        return set.Status with
        {
            Replicas = active.Count,
            FullyLabeledReplicas = labeled,
            ReadyReplicas = ready,
            AvailableReplicas = available,
            TerminatingReplicas = terminating,
        };
    }
}
