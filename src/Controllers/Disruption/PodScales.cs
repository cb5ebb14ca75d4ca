using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Disruption;

/// <summary>How many pods the controllers of pods ask for. Upstream: <c>finders</c> in <c>disruption.go</c>, without other kinds that have a scale.</summary>
public sealed class PodScales(
    ILister<ReplicationController> controllers, ILister<ReplicaSet> sets, ILister<Deployment> deployments, ILister<StatefulSet> statefulSets)
{
    /// <summary>The sum over all controllers of the pods. An error names a pod whose controller is not known.</summary>
    /// <param name="pods">The pods.</param>
    /// <param name="scale">The sum.</param>
    /// <param name="hasUnmanaged">Some pods have no controller; they are not counted.</param>
    public string? Sum(IEnumerable<Pod> pods, out int scale, out bool hasUnmanaged)
    {
        var scales = new Dictionary<string, int>(StringComparer.Ordinal);
        (scale, hasUnmanaged) = (0, false);
        foreach (var pod in pods)
        {
            if (pod.Metadata.Controller is not { } controller)
            {
                hasUnmanaged = true;
                continue;
            }

            if (Find(controller, pod.Metadata.Namespace) is not var (uid, count)) return $"found no controllers for pod \"{pod.Metadata.Name}\"";
            scales[uid] = count;
        }

        scale = scales.Values.Sum();
        return null;
    }

    private (string Uid, int Count)? Find(OwnerReference owner, string space)
    {
        var key = new ObjectKey(space, owner.Name);
        return owner.Kind switch
        {
            "ReplicationController" when controllers.Find(key) is { } found && found.Metadata.Uid == owner.Uid => (owner.Uid, found.Spec.Replicas ?? 1),
            "StatefulSet" when statefulSets.Find(key) is { } found && found.Metadata.Uid == owner.Uid => (owner.Uid, found.Spec.Replicas ?? 1),
            "ReplicaSet" when sets.Find(key) is { } found && found.Metadata.Uid == owner.Uid => OfSet(found),
            _ => null,
        };
    }

    private (string Uid, int Count)? OfSet(ReplicaSet set)
    {
        if (set.Metadata.Controller is not { } owner) return (set.Metadata.Uid, set.Spec.Replicas ?? 1);
        return deployments.Find(new(set.Metadata.Namespace, owner.Name)) is { } found && found.Metadata.Uid == owner.Uid
            ? (owner.Uid, found.Spec.Replicas ?? 1)
            : null;
    }
}
