using Kybernet.Api.Batch.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.TtlAfterFinished;

/// <summary>Waits for a Job's time, and deletes it with its pods.</summary>
public sealed class TtlReconciler(IClient client, ILister<Job> jobs, TimeProvider time) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (jobs.Find(key) is not { } known || TtlPlan.ExpiresAt(known) is not { } at) return Reconciled.Done;
        if (Wait(at) is { } wait) return Reconciled.After(wait);
        // The TTL may have been changed just now: the API server has the last word.
        var read = await client.GetAsync<Job>(key, cancel);
        if (!read.TryGet(out var job, out var error)) return error.IsNotFound ? Reconciled.Done : Reconciled.Failed(error);
        if (TtlPlan.ExpiresAt(job) is not { } latest) return Reconciled.Done;
        if (Wait(latest) is { } more) return Reconciled.After(more);
        var options = new DeleteOptions
        {
            PropagationPolicy = DeletionPropagation.Foreground,
            Preconditions = new() { Uid = job.Metadata.Uid },
        };
        var deleted = await client.DeleteAsync<Job>(key, options, cancel);
        return deleted.Error is { IsNotFound: true } ? Reconciled.Done : Reconciled.Of(deleted);
    }

    private TimeSpan? Wait(DateTimeOffset at) => at - time.GetUtcNow() is { Ticks: > 0 } left ? left : null;
}
