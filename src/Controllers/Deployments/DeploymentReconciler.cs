using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Deployments;

/// <summary>Moves a Deployment's pods from template to template. Upstream: <c>syncDeployment</c>.</summary>
/// <remarks>Each pass takes one step of a rollout and writes the status; the changes it causes bring the next pass.</remarks>
public sealed class DeploymentReconciler(
    IClient client,
    IEventRecorder events,
    ILister<Deployment> deployments,
    OwnerIndex<ReplicaSet> sets,
    OwnerIndex<Pod> pods,
    TimeProvider time) : IReconciler
{
    private readonly OwnerClaims<Deployment, ReplicaSet> _claims = new(client);
    private readonly NewReplicaSets _newSets = new(client, events, time);
    private readonly ReplicaSetScaler _scaler = new(client, events);
    private readonly DeploymentRollback _rollback = new(client, events);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (deployments.Find(key) is not { } deployment) return Reconciled.Done;
        if (!deployment.Spec.Selector.TryToSelector(out var selector, out _)) return Reconciled.Done;
        try
        {
            return selector.IsEmpty
                ? await RefuseAsync(deployment, cancel)
                : await SyncAsync(deployment, selector, cancel);
        }
        catch (ApiException e)
        {
            return e.Error.HasCause(PodControl.NamespaceTerminatingCause) ? Reconciled.Done : Reconciled.Failed(e.Error);
        }
    }

    private async ValueTask<Reconciled> SyncAsync(Deployment deployment, Selector selector, CancellationToken cancel)
    {
        var owned = (await _claims.SettleAsync(deployment, selector, sets.CandidatesOf(deployment), cancel)).Value;
        var history = ReplicaSetHistory.Of(deployment, owned);
        if (deployment.Metadata.IsBeingDeleted)
        {
            (deployment, history) = await _newSets.SyncAsync(deployment, history, create: false, cancel);
            return await WriteAsync(deployment, DeploymentProgress.StatusOf(deployment, history, time.GetUtcNow()), cancel);
        }

        deployment = await PauseAsync(deployment, cancel);
        if (deployment.Spec.Paused) return await ScaleAsync(deployment, history, cancel);
        if (DeploymentRollback.AskedFor(deployment) is { } revision)
        {
            (deployment, history) = await _newSets.SyncAsync(deployment, history, create: true, cancel);
            await _rollback.RollAsync(deployment, history, revision, cancel);
            return Reconciled.Done;
        }

        if (DeploymentPlan.IsScaling(deployment, history)) return await ScaleAsync(deployment, history, cancel);
        return deployment.IsRollingUpdate
            ? await RollAsync(deployment, history, cancel)
            : await RecreateAsync(deployment, history, cancel);
    }

    /// <summary>The size changed, or the rollout is paused: sets are sized, and no template moves.</summary>
    private async ValueTask<Reconciled> ScaleAsync(Deployment deployment, ReplicaSetHistory history, CancellationToken cancel)
    {
        (deployment, history) = await _newSets.SyncAsync(deployment, history, create: false, cancel);
        (history, _) = await _scaler.TakeAsync(deployment, history, DeploymentPlan.Scale(deployment, history), cancel);
        if (deployment.Spec.Paused && DeploymentRollback.AskedFor(deployment) is null)
            await _scaler.ForgetAsync(deployment, history, cancel);
        return await WriteAsync(deployment, DeploymentProgress.StatusOf(deployment, history, time.GetUtcNow()), cancel);
    }

    private async ValueTask<Reconciled> RollAsync(Deployment deployment, ReplicaSetHistory history, CancellationToken cancel)
    {
        (deployment, history) = await _newSets.SyncAsync(deployment, history, create: true, cancel);
        var isScaled = false;
        if (DeploymentPlan.RollNew(deployment, history) is { } grow)
            (history, isScaled) = await _scaler.TakeAsync(deployment, history, [grow], cancel);
        if (!isScaled)
            (history, isScaled) = await _scaler.TakeAsync(deployment, history, DeploymentPlan.RollOld(deployment, history), cancel);
        return await FinishAsync(deployment, history, mayForget: !isScaled, cancel);
    }

    private async ValueTask<Reconciled> RecreateAsync(Deployment deployment, ReplicaSetHistory history, CancellationToken cancel)
    {
        (deployment, history) = await _newSets.SyncAsync(deployment, history, create: false, cancel);
        var steps = history.ActiveOld.Select(set => new ScaleStep(set.Metadata.Name, 0));
        (history, var isScaled) = await _scaler.TakeAsync(deployment, history, steps, cancel);
        if (isScaled || AreOldPodsRunning(history)) return await FinishAsync(deployment, history, mayForget: false, cancel);
        if (history.New is null) (deployment, history) = await _newSets.SyncAsync(deployment, history, create: true, cancel);
        (history, _) = await _scaler.TakeAsync(deployment, history, [new(history.New!.Metadata.Name, deployment.Replicas)], cancel);
        return await FinishAsync(deployment, history, mayForget: true, cancel);
    }

    private bool AreOldPodsRunning(ReplicaSetHistory history) =>
        history.Old.Any(set => set.Status.Replicas > 0 || pods.OwnedBy(set).Any(pod => !pod.IsTerminal));

    private async ValueTask<Reconciled> FinishAsync(Deployment deployment, ReplicaSetHistory history, bool mayForget, CancellationToken cancel)
    {
        if (mayForget && DeploymentProgress.IsComplete(deployment, deployment.Status)) await _scaler.ForgetAsync(deployment, history, cancel);
        var now = time.GetUtcNow();
        var status = DeploymentProgress.RolloutOf(deployment, history, now);
        var written = await WriteAsync(deployment, status, cancel);
        var wait = DeploymentProgress.UntilDeadline(deployment, status, now);
        return written.Error is null && wait is { } until ? Reconciled.After(until) : written;
    }

    private async ValueTask<Reconciled> WriteAsync(Deployment deployment, DeploymentStatus status, CancellationToken cancel) =>
        status == deployment.Status ? Reconciled.Done : Reconciled.Of(await client.UpdateStatusAsync(deployment with { Status = status }, cancel));

    /// <summary>Stops the progress deadline while paused, and starts it again. A rollout that failed stays failed.</summary>
    private async ValueTask<Deployment> PauseAsync(Deployment deployment, CancellationToken cancel)
    {
        if (!deployment.HasProgressDeadline) return deployment;
        var progress = deployment.Status.ConditionOf(DeploymentConditionType.Progressing);
        if (progress?.Reason == DeploymentReasons.ProgressDeadlineExceeded) return deployment;
        var wasPaused = progress?.Reason == DeploymentReasons.DeploymentPaused;
        if (wasPaused == deployment.Spec.Paused) return deployment;
        var (reason, message) = deployment.Spec.Paused
            ? (DeploymentReasons.DeploymentPaused, "Deployment is paused")
            : (DeploymentReasons.DeploymentResumed, "Deployment is resumed");
        var condition = DeploymentConditions.Create(
            DeploymentConditionType.Progressing, ConditionStatus.Unknown, reason, message, time.GetUtcNow());
        return (await client.UpdateStatusAsync(deployment with { Status = deployment.Status.With(condition) }, cancel)).Value;
    }

    private async ValueTask<Reconciled> RefuseAsync(Deployment deployment, CancellationToken cancel)
    {
        events.Record(deployment, "Warning", "SelectingAll", "This deployment is selecting all pods. A non-empty selector is required.");
        return await WriteAsync(deployment, deployment.Status with { ObservedGeneration = deployment.Metadata.Generation }, cancel);
    }
}
