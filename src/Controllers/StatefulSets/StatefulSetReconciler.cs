using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>Keeps a StatefulSet's pods, each with a name of its own. Upstream: <c>syncStatefulSet</c>, <c>UpdateStatefulSet</c>.</summary>
public sealed class StatefulSetReconciler(
    IClient client,
    ILister<StatefulSet> sets,
    OwnerIndex<Pod> pods,
    StatefulSetHistory history,
    StatefulPodControl control,
    UnseenWrites<Pod> writes,
    TimeProvider time) : IReconciler
{
    private static readonly TimeSpan s_staleWait = TimeSpan.FromSeconds(1);

    private readonly OwnerClaims<StatefulSet, Pod> _claims = new(client);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (sets.Find(key) is not { } set)
        {
            writes.Forget(key);
            return Reconciled.Done;
        }

        if (!writes.AreSeen(key)) return Reconciled.After(s_staleWait);
        if (!set.Spec.Selector.TryToSelector(out var selector, out _)) return Reconciled.Done;
        try
        {
            return await SyncAsync(set, selector, cancel);
        }
        catch (ApiException e)
        {
            return e.Error.HasCause(PodControl.NamespaceTerminatingCause) ? Reconciled.Done : Reconciled.Failed(e.Error);
        }
    }

    private async ValueTask<Reconciled> SyncAsync(StatefulSet set, Selector selector, CancellationToken cancel)
    {
        // An orphan whose name is not one of the set's is nobody it would adopt.
        var candidates = pods.CandidatesOf(set).Where(pod => pod.Metadata.Controller is not null || StatefulPods.OrdinalOf(set, pod) >= 0);
        var owned = (await _claims.SettleAsync(set, selector, [.. candidates], cancel)).Value;
        var (revisions, all) = await history.SyncAsync(set, selector, cancel);
        var now = time.GetUtcNow();
        var plan = StatefulSetPlan.For(set, revisions, owned, now);
        var failure = await TakeAsync(set, plan, owned, cancel);
        var written = plan.Status == set.Status ? null : (await client.UpdateStatusAsync(set with { Status = plan.Status }, cancel)).Error;
        if ((failure ?? written) is { } error) throw new ApiException(error);

        var live = owned.Select(StatefulPods.RevisionOf).Append(revisions.Current.Name).Append(revisions.Update.Name).ToHashSet();
        await history.CleanAsync(set, all, live, cancel);
        return PodStates.FirstAvailability(owned, set.Spec.MinReadySeconds, now) is { } wait ? Reconciled.After(wait) : Reconciled.Done;
    }

    private async ValueTask<ApiError?> TakeAsync(StatefulSet set, StatefulSetPlan plan, IReadOnlyList<Pod> owned, CancellationToken cancel)
    {
        if (set.Metadata.IsBeingDeleted) return null;
        if (!StatefulClaims.Templates(set).IsEmpty)
            foreach (var pod in owned)
                if (await control.CompleteAsync(set, pod, cancel) is { } error) return error;
        var (_, failed) = await SlowStart.RunAsync(plan.Create.Count, i => control.CreateAsync(set, plan.Create[i], cancel));
        failed ??= await SlowStart.AllAsync(plan.Update, pod => control.UpdateAsync(set, pod, cancel));
        return failed ?? await SlowStart.AllAsync(plan.Delete, pod => control.DeleteAsync(set, pod, cancel));
    }
}
