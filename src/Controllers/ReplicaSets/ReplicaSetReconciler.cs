using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.ReplicaSets;

/// <summary>Keeps as many pods as a ReplicaSet asks for. Upstream: <c>syncReplicaSet</c>.</summary>
public sealed class ReplicaSetReconciler(
    IClient client,
    ILister<ReplicaSet> sets,
    OwnerIndex<ReplicaSet> setsByOwner,
    OwnerIndex<Pod> pods,
    PodControl control,
    Expectations expectations,
    TimeProvider time) : IReconciler
{
    private readonly OwnerClaims<ReplicaSet, Pod> _claims = new(client);
    private readonly ReplicaKeeper _keeper = new(control, expectations);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (sets.Find(key) is not { } set)
        {
            expectations.Forget(key);
            return Reconciled.Done;
        }

        // Before the pods are read: what is seen after this is in the copy too.
        var isCopyCurrent = expectations.AreMet(key);
        if (!set.Spec.Selector.TryToSelector(out var selector, out _)) return Reconciled.Done;
        var candidates = pods.CandidatesOf(set);
        var claimed = await _claims.SettleAsync(set, selector, [.. candidates.Where(pod => pod.IsActive)], cancel);
        if (!claimed.TryGet(out var active, out var error)) return Reconciled.Failed(error);
        var terminating = candidates.Count(
            pod => pod.IsTerminating && pod.Metadata.IsControlledBy(set.Metadata.Uid) && selector.Matches(pod.Metadata.Labels));

        var failure = isCopyCurrent && !set.Metadata.IsBeingDeleted ? await ManageAsync(set, active, cancel) : null;
        var now = time.GetUtcNow();
        var status = ReplicaSetPlan.StatusOf(set, active, terminating, now)
            .WithFailure(active.Count - (set.Spec.Replicas ?? 1), failure, now) with
        { ObservedGeneration = set.Metadata.Generation };
        var written = await WriteStatusAsync(set, status, cancel);
        if ((written.Error ?? failure) is { } wrong) return Reconciled.Failed(wrong);
        if (set.Spec.MinReadySeconds == 0 || status.ReadyReplicas == status.AvailableReplicas) return Reconciled.Done;
        return Reconciled.After(PodStates.FirstAvailability(active, set.Spec.MinReadySeconds, now) ?? TimeSpan.FromSeconds(set.Spec.MinReadySeconds));
    }

    private async ValueTask<ApiError?> ManageAsync(ReplicaSet set, IReadOnlyList<Pod> active, CancellationToken cancel)
    {
        var plan = ReplicaSetPlan.For(set, active, () => RelatedPods(set), time.GetUtcNow());
        if (plan.Create > 0) return await _keeper.CreateAsync(set, set.Spec.Template, plan.Create, cancel);
        return plan.Delete.Count == 0 ? null : await _keeper.DeleteAsync(set, plan.Delete, cancel);
    }

    /// <summary>The pods of all sets of the same Deployment.</summary>
    private IEnumerable<Pod> RelatedPods(ReplicaSet set) =>
        set.Metadata.Controller is { } controller
            ? setsByOwner.OwnedBy(controller.Uid).SelectMany(related => pods.OwnedBy(related))
            : [];

    private async ValueTask<ApiResult<ReplicaSet>> WriteStatusAsync(ReplicaSet set, ReplicaSetStatus status, CancellationToken cancel)
    {
        if (status == set.Status) return set;
        var written = await client.UpdateStatusAsync(set with { Status = status }, cancel);
        if (written.Error is not { IsConflict: true }) return written;
        var fresh = await client.GetAsync<ReplicaSet>(set.Key, cancel);
        return fresh.TryGet(out var value, out var error) ? await client.UpdateStatusAsync(value with { Status = status }, cancel) : error;
    }
}
