using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.ReplicationControllers;

/// <summary>A ReplicationController is planned as the ReplicaSet it would be. Upstream: <c>pkg/controller/replication/conversion.go</c>.</summary>
public static class ReplicationControllerPlan
{
    /// <summary>The ReplicaSet that asks for the same; with the metadata of the ReplicationController.</summary>
    public static ReplicaSet AsReplicaSet(ReplicationController owner) => new()
    {
        Metadata = owner.Metadata,
        Spec = new()
        {
            Replicas = owner.Spec.Replicas,
            MinReadySeconds = owner.Spec.MinReadySeconds,
            Selector = new() { MatchLabels = owner.Spec.Selector },
            Template = owner.Spec.Template ?? PodTemplateSpec.Empty,
        },
        Status = new()
        {
            Replicas = owner.Status.Replicas,
            FullyLabeledReplicas = owner.Status.FullyLabeledReplicas,
            ReadyReplicas = owner.Status.ReadyReplicas,
            AvailableReplicas = owner.Status.AvailableReplicas,
            ObservedGeneration = owner.Status.ObservedGeneration,
            Conditions = owner.Status.Conditions.Select(static condition => new ReplicaSetCondition
            {
                Type = condition.Type,
                Status = condition.Status,
                LastTransitionTime = condition.LastTransitionTime,
                Reason = condition.Reason,
                Message = condition.Message,
            }).ToListOf(),
        },
    };

    /// <summary>The status to write.</summary>
    /// <param name="set">See <see cref="AsReplicaSet"/>.</param>
    /// <param name="active">The active pods.</param>
    /// <param name="failure">What went wrong; null for nothing.</param>
    /// <param name="now">The time.</param>
    public static ReplicationControllerStatus StatusOf(ReplicaSet set, IReadOnlyList<Pod> active, ApiError? failure, DateTimeOffset now)
    {
        var status = ReplicaSetPlan.StatusOf(set, active, terminating: 0, now).WithFailure(active.Count - (set.Spec.Replicas ?? 1), failure, now);
        return new()
        {
            Replicas = status.Replicas,
            FullyLabeledReplicas = status.FullyLabeledReplicas,
            ReadyReplicas = status.ReadyReplicas,
            AvailableReplicas = status.AvailableReplicas,
            ObservedGeneration = set.Metadata.Generation,
            Conditions = status.Conditions.Select(static condition => new ReplicationControllerCondition
            {
                Type = condition.Type,
                Status = condition.Status,
                LastTransitionTime = condition.LastTransitionTime,
                Reason = condition.Reason,
                Message = condition.Message,
            }).ToListOf(),
        };
    }
}
