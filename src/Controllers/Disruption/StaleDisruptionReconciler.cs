using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Disruption;

/// <summary>Takes <c>DisruptionTarget</c> back from pods that were not deleted after all. Upstream: <c>syncStalePodDisruption</c>.</summary>
public sealed class StaleDisruptionReconciler(IClient client, ILister<Pod> pods, TimeProvider time) : IReconciler
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>The pod says that it is disrupted, and nothing comes of it yet. What the kubelet says of its own stays.</summary>
    public static bool IsWaiting(Pod pod) => !pod.Metadata.IsBeingDeleted && !pod.IsTerminal
        && pod.ConditionOf(PodConditionType.DisruptionTarget) is { Status: ConditionStatus.True, Reason: not "TerminationByKubelet" };

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (pods.Find(key) is not { } pod || !IsWaiting(pod)) return Reconciled.Done;
        var now = time.GetUtcNow();
        var stale = pod.ConditionOf(PodConditionType.DisruptionTarget)!;
        var wait = stale.LastTransitionTime.ToDateTimeOffset() + s_patience - now;
        if (wait > TimeSpan.Zero) return Reconciled.After(wait);
        var reset = new PodCondition
        {
            Type = stale.Type,
            Status = ConditionStatus.False,
            ObservedGeneration = pod.Metadata.Generation,
            LastTransitionTime = Time.From(now),
        };
        var conditions = pod.Status.Conditions;
        for (var i = 0; i < conditions.Count; i++)
            if (conditions[i].Type == stale.Type) conditions = conditions.SetItem(i, reset);
        var written = await client.UpdateStatusAsync(pod with { Status = pod.Status with { Conditions = conditions } }, cancel);
        return written.Error is { IsNotFound: false } error ? Reconciled.Failed(error) : Reconciled.Done;
    }
}
