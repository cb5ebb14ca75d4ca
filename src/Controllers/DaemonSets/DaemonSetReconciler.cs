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
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>Keeps a pod of a DaemonSet on every node that is to have one. Upstream: <c>syncDaemonSet</c>.</summary>
public sealed class DaemonSetReconciler(
    IClient client,
    IEventRecorder events,
    ILister<DaemonSet> sets,
    ILister<Node> nodes,
    OwnerIndex<Pod> pods,
    OwnerIndex<ControllerRevision> revisions,
    Expectations expectations,
    TimeProvider time) : IReconciler
{
    private readonly OwnerClaims<DaemonSet, Pod> _claims = new(client);
    private readonly DaemonSetHistory _history = new(client, revisions);
    private readonly PodControl _control = new(client, events);
    private readonly FailedPodBackOff _failures = new(time);

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (sets.Find(key) is not { } set)
        {
            expectations.Forget(key);
            _failures.Forget(key.ToString());
            return Reconciled.Done;
        }

        if (!set.Spec.Selector.TryToSelector(out var selector, out _) || set.Metadata.IsBeingDeleted) return Reconciled.Done;
        if (selector.IsEmpty)
        {
            events.Record(set, "Warning", "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.");
            return Reconciled.Done;
        }

        try
        {
            return await SyncAsync(set, selector, cancel);
        }
        catch (ApiException e)
        {
            return e.Error.HasCause(PodControl.NamespaceTerminatingCause) ? Reconciled.Done : Reconciled.Failed(e.Error);
        }
    }

    private async ValueTask<Reconciled> SyncAsync(DaemonSet set, Selector selector, CancellationToken cancel)
    {
        var key = set.Metadata.Key;
        // Before the pods are read: what is seen after this is in the copy too.
        var isCopyCurrent = expectations.AreMet(key);
        var (hash, old) = await _history.SyncAsync(set, selector, cancel);
        var owned = (await _claims.SettleAsync(set, selector, pods.CandidatesOf(set), cancel)).Value;
        var byNode = owned.Where(pod => !(pod.IsTerminal && pod.Metadata.IsBeingDeleted) && DaemonPods.NodeOf(pod) is not null)
            .ToLookup(pod => DaemonPods.NodeOf(pod)!);
        var all = nodes.List();
        var (wait, failure) = isCopyCurrent ? await ManageAsync(set, all, byNode, hash, cancel) : (TimeSpan.Zero, null);
        if (isCopyCurrent && failure is null)
            await _history.CleanAsync(set, old, owned.Select(pod => pod.Metadata.Labels.GetValueOrDefault(DaemonPods.HashLabel) ?? "").ToHashSet(), cancel);

        var now = time.GetUtcNow();
        var status = DaemonSetStatusPlan.For(set, all, byNode, hash, now);
        if (isCopyCurrent) status = status with { ObservedGeneration = set.Metadata.Generation };
        var written = status == set.Status ? null : (await client.UpdateStatusAsync(set with { Status = status }, cancel)).Error;
        if ((failure ?? written) is { } error) return Reconciled.Failed(error);
        if (set.Spec.MinReadySeconds > 0 && status.NumberReady != status.NumberAvailable)
        {
            var ready = PodStates.FirstAvailability(owned, set.Spec.MinReadySeconds, now) ?? TimeSpan.FromSeconds(set.Spec.MinReadySeconds);
            if (wait == TimeSpan.Zero || ready < wait) wait = ready;
        }

        return wait == TimeSpan.Zero ? Reconciled.Done : Reconciled.After(wait);
    }

    private async ValueTask<(TimeSpan Wait, ApiError? Error)> ManageAsync(
        DaemonSet set, IReadOnlyList<Node> all, ILookup<string, Pod> byNode, string hash, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var plan = DaemonSetPlan.ForNodes(set, all, byNode, hash, now);
        var wait = TimeSpan.Zero;
        var delete = plan.Delete.Where(pod => MayReplace(set, pod, ref wait)).ToList();
        if (await TakeAsync(set, plan.Create, delete, hash, cancel) is { } error) return (wait, error);
        if (set.Spec.UpdateStrategy.Type != DaemonSetUpdateStrategyType.RollingUpdate || !expectations.AreMet(set.Metadata.Key)) return (wait, null);
        // The plan above changed nothing that a roll builds on: it runs only when nothing is expected.
        if (plan.Create.Count > 0 || delete.Count > 0) return (wait, null);
        var roll = DaemonSetPlan.Roll(set, all, byNode, hash, now);
        return (wait, await TakeAsync(set, roll.Create, roll.Delete, hash, cancel));
    }

    /// <summary>Says so in an event; a failed pod waits for its node's back-off.</summary>
    private bool MayReplace(DaemonSet set, Pod pod, ref TimeSpan wait)
    {
        var (place, node) = ($"{pod.Metadata.Namespace}/{pod.Metadata.Name} on node {DaemonPods.NodeOf(pod)}", DaemonPods.NodeOf(pod) ?? "");
        if (pod.Status.Phase == PodPhase.Succeeded)
            events.Record(set, "Normal", "SucceededDaemonPod", $"Found succeeded daemon pod {place}, will try to delete it");
        if (pod.Status.Phase != PodPhase.Failed) return true;
        var left = _failures.Next(set.Metadata.Key.ToString(), node);
        if (left > TimeSpan.Zero)
        {
            if (wait == TimeSpan.Zero || left < wait) wait = left;
            return false;
        }

        events.Record(set, "Warning", "FailedDaemonPod", $"Found failed daemon pod {place}, will try to kill it");
        return true;
    }

    private async ValueTask<ApiError?> TakeAsync(
        DaemonSet set, IReadOnlyList<string> create, IReadOnlyList<Pod> delete, string hash, CancellationToken cancel)
    {
        var key = set.Metadata.Key;
        var count = Math.Min(create.Count, SlowStart.BurstReplicas);
        List<Pod> going = [.. delete.Take(SlowStart.BurstReplicas)];
        expectations.ExpectCreations(key, count);
        expectations.ExpectDeletions(key, going.Select(pod => pod.Metadata.Uid));
        var (done, error) = await SlowStart.RunAsync(count, async i =>
        {
            var failed = await _control.CreateAsync(DaemonPods.NewPod(set, create[i], hash), set, cancel);
            return failed is not null && failed.HasCause(PodControl.NamespaceTerminatingCause) ? null : failed;
        });
        for (var i = done; i < count; i++) expectations.Created(key);
        var other = await SlowStart.AllAsync(going, async pod =>
        {
            var failed = await _control.DeleteAsync(pod, set, cancel);
            if (failed is not null) expectations.Deleted(key, pod.Metadata.Uid);
            return failed is { IsNotFound: true } ? null : failed;
        });
        return error ?? other;
    }
}
