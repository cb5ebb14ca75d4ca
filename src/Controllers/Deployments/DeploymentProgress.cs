using Kybernet.Api.Apps.V1;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Deployments;

/// <summary>A Deployment's status. Upstream: <c>calculateStatus</c> in <c>sync.go</c>, and <c>progress.go</c>.</summary>
public static class DeploymentProgress
{
    /// <summary>The counts, and whether enough pods are available.</summary>
    public static DeploymentStatus StatusOf(Deployment deployment, ReplicaSetHistory history, DateTimeOffset now)
    {
        var available = history.All.Sum(set => set.Status.AvailableReplicas);
        var status = new DeploymentStatus
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = history.All.Sum(set => set.Status.Replicas),
            UpdatedReplicas = history.New?.Status.Replicas ?? 0,
            ReadyReplicas = history.All.Sum(set => set.Status.ReadyReplicas),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(ReplicaSetHistory.Sum(history.All) - available, 0),
            TerminatingReplicas = TerminatingOf(history),
            CollisionCount = deployment.Status.CollisionCount,
            Conditions = deployment.Status.Conditions,
        };
        return status.With(available >= deployment.Replicas - deployment.MaxUnavailable
            ? DeploymentConditions.Create(
                DeploymentConditionType.Available, ConditionStatus.True, DeploymentReasons.MinimumReplicasAvailable,
                "Deployment has minimum availability.", now)
            : DeploymentConditions.Create(
                DeploymentConditionType.Available, ConditionStatus.False, DeploymentReasons.MinimumReplicasUnavailable,
                "Deployment does not have minimum availability.", now));
    }

    /// <summary>The status of a rollout: <see cref="StatusOf"/> and how it gets on.</summary>
    public static DeploymentStatus RolloutOf(Deployment deployment, ReplicaSetHistory history, DateTimeOffset now)
    {
        var status = StatusOf(deployment, history, now);
        status = deployment.HasProgressDeadline
            ? WithProgress(deployment, history, status, now)
            : status.Without(DeploymentConditionType.Progressing);
        return FailureOf(history) is { } failure
            ? status.With(DeploymentConditions.From(failure))
            : status.Without(DeploymentConditionType.ReplicaFailure);
    }

    /// <summary>All pods are of the new template and available, and none is left of the old ones.</summary>
    public static bool IsComplete(Deployment deployment, DeploymentStatus status) =>
        status.UpdatedReplicas == deployment.Replicas
        && status.Replicas == deployment.Replicas
        && status.AvailableReplicas == deployment.Replicas
        && status.ObservedGeneration >= deployment.Metadata.Generation;

    /// <summary>How long until the rollout has taken too long; null where nobody waits for it.</summary>
    public static TimeSpan? UntilDeadline(Deployment deployment, DeploymentStatus status, DateTimeOffset now)
    {
        if (!deployment.HasProgressDeadline || IsComplete(deployment, status)) return null;
        if (status.ConditionOf(DeploymentConditionType.Progressing) is not { } progress) return null;
        if (progress.Reason == DeploymentReasons.ProgressDeadlineExceeded) return null;
        var wait = DeadlineOf(deployment, progress) - now;
        // A second more: conditions carry whole seconds.
        return (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + TimeSpan.FromSeconds(1);
    }

    private static DeploymentStatus WithProgress(Deployment deployment, ReplicaSetHistory history, DeploymentStatus status, DateTimeOffset now)
    {
        var current = deployment.Status.ConditionOf(DeploymentConditionType.Progressing);
        var wasComplete = status.Replicas == status.UpdatedReplicas && current?.Reason == DeploymentReasons.NewReplicaSetAvailable;
        if (wasComplete) return status;
        var subject = history.New is null ? $"Deployment \"{deployment.Metadata.Name}\"" : $"ReplicaSet \"{history.New.Metadata.Name}\"";
        if (IsComplete(deployment, status))
            return status.With(Progressing(ConditionStatus.True, DeploymentReasons.NewReplicaSetAvailable, $"{subject} has successfully progressed.", now));
        if (IsProgressing(deployment.Status, status))
        {
            var condition = Progressing(ConditionStatus.True, DeploymentReasons.ReplicaSetUpdated, $"{subject} is progressing.", now);
            if (current?.Status == ConditionStatus.True) condition = condition with { LastTransitionTime = current.LastTransitionTime };
            // The update time is the deadline's start: progress renews it even where the reason stays.
            return status.Without(DeploymentConditionType.Progressing).With(condition);
        }

        return IsTimedOut(deployment, status, now)
            ? status.With(Progressing(ConditionStatus.False, DeploymentReasons.ProgressDeadlineExceeded, $"{subject} has timed out progressing.", now))
            : status;
    }

    private static bool IsProgressing(DeploymentStatus old, DeploymentStatus status) =>
        status.UpdatedReplicas > old.UpdatedReplicas
        || status.Replicas - status.UpdatedReplicas < old.Replicas - old.UpdatedReplicas
        || status.ReadyReplicas > old.ReadyReplicas
        || status.AvailableReplicas > old.AvailableReplicas;

    private static bool IsTimedOut(Deployment deployment, DeploymentStatus status, DateTimeOffset now) =>
        status.ConditionOf(DeploymentConditionType.Progressing) is { } progress
        && progress.Reason != DeploymentReasons.NewReplicaSetAvailable
        && (progress.Reason == DeploymentReasons.ProgressDeadlineExceeded || DeadlineOf(deployment, progress) < now);

    private static DateTimeOffset DeadlineOf(Deployment deployment, DeploymentCondition progress) =>
        progress.LastUpdateTime.ToDateTimeOffset() + TimeSpan.FromSeconds(deployment.Spec.ProgressDeadlineSeconds!.Value);

    private static DeploymentCondition Progressing(string status, string reason, string message, DateTimeOffset now) =>
        DeploymentConditions.Create(DeploymentConditionType.Progressing, status, reason, message, now);

    private static ReplicaSetCondition? FailureOf(ReplicaSetHistory history)
    {
        ReplicaSetCondition? first = null;
        foreach (var set in history.New is null ? history.All : history.All.Prepend(history.New))
        {
            foreach (var condition in set.Status.Conditions)
                if (condition.Type == ReplicaSetConditionType.ReplicaFailure) first ??= condition;
        }

        return first;
    }

    /// <summary>Unknown while an observed set does not tell.</summary>
    private static int? TerminatingOf(ReplicaSetHistory history)
    {
        var sum = 0;
        foreach (var set in history.All)
        {
            if (set.Status.TerminatingReplicas is null && set.Status.ObservedGeneration != 0) return null;
            sum += set.Status.TerminatingReplicas ?? 0;
        }

        return sum;
    }
}
