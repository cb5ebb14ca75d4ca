using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Disruption;

/// <summary>Keeps the status of a PodDisruptionBudget, which evictions are judged by. Upstream: <c>trySync</c>.</summary>
public sealed class DisruptionReconciler(
    IClient client, IEventRecorder events, ILister<PodDisruptionBudget> budgets, ILister<Pod> pods, PodScales scales, TimeProvider time) : IReconciler
{
    private const string Unmanaged = "Pods selected by this PodDisruptionBudget were found to be unmanaged. As a result, the status of the PDB cannot "
        + "be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the "
        + "PDB to an integer value.";

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (budgets.Find(key) is not { } budget) return Reconciled.Done;
        var now = time.GetUtcNow();
        if (!budget.Spec.Selector.TryToSelector(out var selector, out var error))
        {
            events.Record(budget, "Warning", "NoPods", $"Failed to get pods: {error}");
            return await WriteAsync(budget, DisruptionPlan.Failed(budget, error, now), null, cancel);
        }

        var selected = pods.List(key.Namespace).Where(pod => selector.Matches(pod.Metadata.Labels)).ToList();
        if (selected.Count == 0) events.Record(budget, "Normal", "NoPods", "No matching pods found");
        var scale = 0;
        if (DisruptionPlan.NeedsScale(budget))
        {
            if (scales.Sum(selected, out scale, out var hasUnmanaged) is { } unknown)
            {
                events.Record(budget, "Warning", "CalculateExpectedPodCountFailed", $"Failed to calculate the number of expected pods: {unknown}");
                return await WriteAsync(budget, DisruptionPlan.Failed(budget, unknown, now), null, cancel);
            }

            if (hasUnmanaged) events.Record(budget, "Warning", "UnmanagedPods", Unmanaged);
        }

        var (status, again) = DisruptionPlan.For(budget, selected, scale, now);
        return await WriteAsync(budget, status, again, cancel);
    }

    private async ValueTask<Reconciled> WriteAsync(
        PodDisruptionBudget budget, PodDisruptionBudgetStatus status, TimeSpan? again, CancellationToken cancel)
    {
        if (status != budget.Status)
        {
            var written = await client.UpdateStatusAsync(budget with { Status = status }, cancel);
            if (written.Error is { IsNotFound: false } error) return Reconciled.Failed(error);
        }

        return again is { } wait ? Reconciled.After(wait) : Reconciled.Done;
    }
}
