using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.ReplicaSets;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.ReplicationControllers;

/// <summary>Keeps as many pods as a ReplicationController asks for. Upstream: <c>syncReplicaSet</c>, which serves both.</summary>
public sealed class ReplicationControllerReconciler(
    IClient client,
    ILister<ReplicationController> owners,
    OwnerIndex<Pod> pods,
    ReplicaKeeper keeper,
    Expectations expectations,
    TimeProvider time) : IReconciler
{
    private readonly OwnerClaims<ReplicationController, Pod> _claims = new(client);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (owners.Find(key) is not { } owner)
        {
            expectations.Forget(key);
            return Reconciled.Done;
        }

        // Before the pods are read: what is seen after this is in the copy too.
        var isCopyCurrent = expectations.AreMet(key);
        var candidates = pods.CandidatesOf(owner).Where(pod => pod.IsActive);
        var claimed = await _claims.SettleAsync(owner, Selector.FromSet(owner.Spec.Selector), [.. candidates], cancel);
        if (!claimed.TryGet(out var active, out var error)) return Reconciled.Failed(error);

        var set = ReplicationControllerPlan.AsReplicaSet(owner);
        var failure = isCopyCurrent && !owner.Metadata.IsBeingDeleted ? await ManageAsync(owner, set, active, cancel) : null;
        var now = time.GetUtcNow();
        var status = ReplicationControllerPlan.StatusOf(set, active, failure, now);
        var written = await WriteStatusAsync(owner, status, cancel);
        if ((written.Error ?? failure) is { } wrong) return Reconciled.Failed(wrong);
        if (owner.Spec.MinReadySeconds == 0 || status.ReadyReplicas == status.AvailableReplicas) return Reconciled.Done;
        return Reconciled.After(
            PodStates.FirstAvailability(active, owner.Spec.MinReadySeconds, now) ?? TimeSpan.FromSeconds(owner.Spec.MinReadySeconds));
    }

    private async ValueTask<ApiError?> ManageAsync(
        ReplicationController owner, ReplicaSet set, IReadOnlyList<Pod> active, CancellationToken cancel)
    {
        var plan = ReplicaSetPlan.For(set, active, () => active, time.GetUtcNow());
        if (plan.Create > 0) return await keeper.CreateAsync(owner, set.Spec.Template, plan.Create, cancel);
        return plan.Delete.Count == 0 ? null : await keeper.DeleteAsync(owner, plan.Delete, cancel);
    }

    private async ValueTask<ApiResult<ReplicationController>> WriteStatusAsync(
        ReplicationController owner, ReplicationControllerStatus status, CancellationToken cancel)
    {
        if (status == owner.Status) return owner;
        var written = await client.UpdateStatusAsync(owner with { Status = status }, cancel);
        if (written.Error is not { IsConflict: true }) return written;
        var fresh = await client.GetAsync<ReplicationController>(owner.Key, cancel);
        return fresh.TryGet(out var value, out var error) ? await client.UpdateStatusAsync(value with { Status = status }, cancel) : error;
    }
}
