using Kybernet.Api.Apps.V1;
using Kybernet.Client;
using Kybernet.Client.Events;

namespace Kybernet.Controllers.Deployments;

/// <summary>Gives ReplicaSets their sizes. Upstream: <c>scaleReplicaSet</c>, <c>cleanupDeployment</c>.</summary>
public sealed class ReplicaSetScaler(IClient client, IEventRecorder events)
{
    /// <summary>Takes the steps in order.</summary>
    /// <returns>The history after them, and whether a size changed.</returns>
    /// <exception cref="ApiException">A write failed; the steps before it are taken.</exception>
    public async ValueTask<(ReplicaSetHistory History, bool IsScaled)> TakeAsync(
        Deployment deployment, ReplicaSetHistory history, IEnumerable<ScaleStep> steps, CancellationToken cancel)
    {
        var isScaled = false;
        foreach (var step in steps)
        {
            var set = history.Find(step.Name)!;
            var old = set.Spec.Replicas ?? 1;
            if (old == step.Replicas && !step.Always) continue;
            var annotations = Revisions.WithReplicas(
                set.Metadata.Annotations, deployment.Replicas, deployment.Replicas + deployment.MaxSurge);
            if (old == step.Replicas && annotations == set.Metadata.Annotations) continue;
            var sized = set with
            {
                Metadata = set.Metadata with { Annotations = annotations },
                Spec = set.Spec with { Replicas = step.Replicas },
            };
            history = history.With((await client.UpdateAsync(sized, cancel)).Value);
            if (old == step.Replicas) continue;
            isScaled = true;
            var direction = old < step.Replicas ? "up" : "down";
            events.Record(deployment, "Normal", "ScalingReplicaSet", $"Scaled {direction} replica set {step.Name} from {old} to {step.Replicas}");
        }

        return (history, isScaled);
    }

    /// <exception cref="ApiException">A deletion failed.</exception>
    public async ValueTask ForgetAsync(Deployment deployment, ReplicaSetHistory history, CancellationToken cancel)
    {
        foreach (var set in DeploymentPlan.Forgotten(deployment, history.Old))
        {
            var deleted = await client.DeleteAsync<ReplicaSet>(set.Key, Machinery.Meta.DeleteOptions.Empty, cancel);
            if (deleted.Error is { IsNotFound: false } error) throw new ApiException(error);
        }
    }
}
