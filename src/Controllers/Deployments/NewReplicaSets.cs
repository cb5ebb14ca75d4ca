using Kybernet.Api.Apps.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Deployments;

/// <summary>
/// Finds or creates the ReplicaSet of a Deployment's template, and keeps revisions in step. Upstream: <c>getNewReplicaSet</c> in <c>sync.go</c>.
/// </summary>
public sealed class NewReplicaSets(IClient client, IEventRecorder events, TimeProvider time)
{
    private const int LongestName = 253;

    /// <summary>The Deployment with its revision, and the history with the new set where it is there or <paramref name="create"/> says so.</summary>
    /// <exception cref="ApiException">A write failed.</exception>
    public async ValueTask<(Deployment Deployment, ReplicaSetHistory History)> SyncAsync(
        Deployment deployment, ReplicaSetHistory history, bool create, CancellationToken cancel)
    {
        var revision = Revisions.Highest(history.Old) + 1;
        if (history.New is not null) return await RefreshAsync(deployment, history, history.New, revision, cancel);
        return create ? await CreateAsync(deployment, history, revision, cancel) : (deployment, history);
    }

    /// <summary>The set to create: named and labelled by the hash of the template.</summary>
    public static ReplicaSet Make(Deployment deployment, ReplicaSetHistory history, long revision)
    {
        var hash = TemplateHash.Of(deployment.Spec.Template, deployment.Status.CollisionCount);
        var labels = deployment.Spec.Template.Metadata.Labels.SetItem(ReplicaSetHistory.HashLabel, hash);
        var selector = deployment.Spec.Selector ?? LabelSelector.Empty;
        var room = LongestName - hash.Length - 1;
        var name = deployment.Metadata.Name;
        return new()
        {
            Metadata = new()
            {
                Name = $"{(name.Length > room ? name[..room] : name)}-{hash}",
                Namespace = deployment.Metadata.Namespace,
                OwnerReferences = [deployment.ToControllerReference()],
                Labels = labels,
                Annotations = Revisions.WithReplicas(
                    Revisions.ForNew(deployment, default, revision), deployment.Replicas, deployment.Replicas + deployment.MaxSurge),
            },
            Spec = new()
            {
                Replicas = DeploymentPlan.NewReplicas(deployment, ReplicaSetHistory.Sum(history.Old), 0),
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = selector with { MatchLabels = selector.MatchLabels.SetItem(ReplicaSetHistory.HashLabel, hash) },
                Template = deployment.Spec.Template with { Metadata = deployment.Spec.Template.Metadata with { Labels = labels } },
            },
        };
    }

    private async ValueTask<(Deployment Deployment, ReplicaSetHistory History)> RefreshAsync(
        Deployment deployment, ReplicaSetHistory history, ReplicaSet set, long revision, CancellationToken cancel)
    {
        var annotations = Revisions.ForNew(deployment, set.Metadata.Annotations, revision);
        if (annotations != set.Metadata.Annotations || set.Spec.MinReadySeconds != deployment.Spec.MinReadySeconds)
        {
            var fresh = set with
            {
                Metadata = set.Metadata with { Annotations = annotations },
                Spec = set.Spec with { MinReadySeconds = deployment.Spec.MinReadySeconds },
            };
            return (deployment, history with { New = (await client.UpdateAsync(fresh, cancel)).Value });
        }

        var status = deployment.Status;
        if (deployment.HasProgressDeadline && status.ConditionOf(DeploymentConditionType.Progressing) is null)
            status = status.With(Progress(
                ConditionStatus.True, DeploymentReasons.FoundNewReplicaSet, $"Found new replica set \"{set.Metadata.Name}\""));
        var own = annotations.GetValueOrDefault(Revisions.Revision) ?? "";
        return (await WriteAsync(deployment, own, status, cancel), history);
    }

    private async ValueTask<(Deployment Deployment, ReplicaSetHistory History)> CreateAsync(
        Deployment deployment, ReplicaSetHistory history, long revision, CancellationToken cancel)
    {
        var set = Make(deployment, history, revision);
        var created = await client.CreateAsync(set, cancel);
        var status = deployment.Status;
        if (created.TryGet(out var made, out var error))
        {
            if (set.Spec.Replicas > 0)
                events.Record(deployment, "Normal", "ScalingReplicaSet", $"Scaled up replica set {made.Metadata.Name} from 0 to {set.Spec.Replicas}");
            if (deployment.HasProgressDeadline)
                status = status.With(Progress(
                    ConditionStatus.True, DeploymentReasons.NewReplicaSetCreated, $"Created new replica set \"{made.Metadata.Name}\""));
        }
        else
        {
            made = error.IsAlreadyExists
                ? await ResolveCollisionAsync(deployment, set, error, cancel)
                : await FailAsync(deployment, set, error, cancel);
        }

        return (await WriteAsync(deployment, Revisions.Text(revision), status, cancel), history with { New = made });
    }

    /// <summary>The name is taken: by our own set, which the local copy has not shown yet, or by another template of the same hash.</summary>
    private async ValueTask<ReplicaSet> ResolveCollisionAsync(Deployment deployment, ReplicaSet set, ApiError error, CancellationToken cancel)
    {
        var there = (await client.GetAsync<ReplicaSet>(new ObjectKey(set.Metadata.Namespace, set.Metadata.Name), cancel)).Value;
        var isOurs = there.Metadata.IsControlledBy(deployment.Metadata.Uid)
            && ReplicaSetHistory.AreEqual(there.Spec.Template, deployment.Spec.Template);
        if (isOurs) return there;
        var status = deployment.Status with { CollisionCount = (deployment.Status.CollisionCount ?? 0) + 1 };
        await client.UpdateStatusAsync(deployment with { Status = status }, cancel);
        throw new ApiException(error);
    }

    private async ValueTask<ReplicaSet> FailAsync(Deployment deployment, ReplicaSet set, ApiError error, CancellationToken cancel)
    {
        if (error.HasCause(PodControl.NamespaceTerminatingCause)) throw new ApiException(error);
        var message = $"Failed to create new replica set \"{set.Metadata.Name}\": {error.Message}";
        if (deployment.HasProgressDeadline)
        {
            var status = deployment.Status.With(Progress(ConditionStatus.False, DeploymentReasons.ReplicaSetCreateError, message));
            if (status != deployment.Status) await client.UpdateStatusAsync(deployment with { Status = status }, cancel);
        }

        events.Record(deployment, "Warning", DeploymentReasons.ReplicaSetCreateError, message);
        throw new ApiException(error);
    }

    /// <summary>The revision is an annotation, which the status subresource of Deployments takes too.</summary>
    private async ValueTask<Deployment> WriteAsync(Deployment deployment, string revision, DeploymentStatus status, CancellationToken cancel)
    {
        var isCurrent = deployment.Metadata.Annotations.GetValueOrDefault(Revisions.Revision) == revision && status == deployment.Status;
        if (isCurrent) return deployment;
        var changed = deployment with { Metadata = deployment.Metadata.WithAnnotation(Revisions.Revision, revision), Status = status };
        return (await client.UpdateStatusAsync(changed, cancel)).Value;
    }

    private DeploymentCondition Progress(string status, string reason, string message) =>
        DeploymentConditions.Create(DeploymentConditionType.Progressing, status, reason, message, time.GetUtcNow());
}
