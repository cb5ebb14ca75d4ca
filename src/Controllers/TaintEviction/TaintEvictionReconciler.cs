using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.TaintEviction;

/// <summary>Sets a pod's eviction, calls it off, or carries it out.</summary>
public sealed class TaintEvictionReconciler(IClient client, ILister<Pod> pods, ILister<Node> nodes, IEventRecorder events, TimeProvider time) : IReconciler
{
    // When the pods that are to go go. One key is worked on once at a time, so each entry has one writer.
    private readonly ConcurrentDictionary<ObjectKey, (string Uid, DateTimeOffset At)> _scheduled = [];

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        var pod = pods.Find(key);
        DateTimeOffset? before = null;
        if (_scheduled.TryGetValue(key, out var scheduled))
        {
            if (pod?.Metadata.Uid == scheduled.Uid) before = scheduled.At;
            else if (_scheduled.TryRemove(key, out _) && scheduled.At > time.GetUtcNow()) Tell(key, $"Cancelling deletion of Pod {key}");
        }

        if (pod is null || pod.Spec.NodeName.Length == 0) return Reconciled.Done;
        var now = time.GetUtcNow();
        var plan = EvictionPlan.For(pod, nodes.Find(new(pod.Spec.NodeName)), before, now);
        if (plan.IsCancelled) Tell(key, $"Cancelling deletion of Pod {key}");
        if (plan.EvictAt is not { } at)
        {
            _scheduled.TryRemove(key, out _);
            return Reconciled.Done;
        }

        _scheduled[key] = (pod.Metadata.Uid, at);
        return at > now ? Reconciled.After(at - now) : await EvictAsync(key, pod.Metadata.Uid, cancel);
    }

    private async Task<Reconciled> EvictAsync(ObjectKey key, string uid, CancellationToken cancel)
    {
        var read = await client.GetAsync<Pod>(key, cancel);
        if (!read.TryGet(out var pod, out var error)) return error.IsNotFound ? Reconciled.Done : Reconciled.Failed(error);
        // Once is enough: it goes in its own time.
        if (pod.Metadata.Uid != uid || pod.Metadata.DeletionTimestamp is not null) return Reconciled.Done;
        Tell(key, $"Marking for deletion Pod {key}");
        var changed = DisruptionTarget.Mark(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", time.GetUtcNow());
        if (changed is not null)
        {
            var written = await client.UpdateStatusAsync(changed, cancel);
            if (written.Error is { } refused) return refused.IsNotFound ? Reconciled.Done : Reconciled.Failed(refused);
        }

        var deleted = await client.DeleteAsync<Pod>(key, new() { Preconditions = new() { Uid = uid } }, cancel);
        return deleted.Error is { IsNotFound: true } ? Reconciled.Done : Reconciled.Of(deleted);
    }

    private void Tell(ObjectKey key, string message) => events.Record(
        new Pod { Metadata = new() { Namespace = key.Namespace, Name = key.Name } }, "Normal", "TaintManagerEviction", message);
}
