using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;

namespace Kybernet.Controllers.Jobs;

/// <summary>Which pods a Job that goes on creates and deletes. Upstream: <c>manageJob</c>.</summary>
/// <param name="Delete">Pods to delete; then none are created in this pass.</param>
/// <param name="Create">The indexes to create pods for; of a Job without indexes, as many nulls as pods.</param>
/// <param name="Wait">How long to hold back what is to be created.</param>
public sealed record JobPlan(IReadOnlyList<Pod> Delete, IReadOnlyList<int?> Create, TimeSpan Wait)
{
    public static readonly JobPlan Nothing = new([], [], TimeSpan.Zero);

    public static JobPlan For(JobView view, DateTimeOffset now)
    {
        var (job, active) = (view.Job, view.Active.Count);
        if (job.IsSuspended) return Nothing with { Delete = JobPods.ForRemoval(job, view.Active, active) };
        var wanted = Wanted(view);
        var remove = JobPods.ForRemoval(job, view.Active, Math.Max(active - wanted, 0));
        if (remove.Count > 0) return Nothing with { Delete = [.. remove.Take(SlowStart.BurstReplicas)] };
        var missing = wanted - active - (job.ReplacesFailedOnly ? view.Terminating : 0);
        if (missing <= 0) return Nothing;
        if (!job.HasLimitPerIndex && view.BackOff.Remaining(now) is { } wait && wait > TimeSpan.Zero) return Nothing with { Wait = wait };
        missing = Math.Min(missing, SlowStart.BurstReplicas);
        return job.IsIndexed ? ForIndexes(view, missing, now) : Nothing with { Create = new int?[missing] };
    }

    /// <summary>With completions, as many as are left of them; without, all until one succeeded, then only those there are.</summary>
    private static int Wanted(JobView view)
    {
        var parallelism = view.Job.Spec.Parallelism ?? 1;
        if (view.Job.Spec.Completions is { } completions) return Math.Clamp(completions - view.Succeeded, 0, parallelism);
        return view.Succeeded > 0 ? view.Active.Count : parallelism;
    }

    private static JobPlan ForIndexes(JobView view, int count, DateTimeOffset now)
    {
        var taken = view.SucceededIndexes.With(IndexesOf(view.Active));
        if (view.Job.ReplacesFailedOnly) taken = taken.With(IndexesOf(view.Pods.Where(pod => pod.IsTerminating)));
        if (view.FailedIndexes is { } failed) taken = taken.Merge(failed);
        var indexes = taken.FirstMissing(count, view.Job.Spec.Completions ?? 0);
        if (!view.Job.HasLimitPerIndex) return Nothing with { Create = [.. indexes.Select(index => (int?)index)] };
        var waits = indexes.Select(index => (Index: index, Wait: WaitOf(view, index, now))).ToList();
        var ready = waits.Where(pair => pair.Wait == TimeSpan.Zero).Select(pair => (int?)pair.Index).ToList();
        return ready.Count > 0 || waits.Count == 0 ? Nothing with { Create = ready } : Nothing with { Wait = waits.Min(pair => pair.Wait) };
    }

    private static TimeSpan WaitOf(JobView view, int index, DateTimeOffset now) =>
        view.LastFailedOfIndex.TryGetValue(index, out var failed)
            ? new JobBackOff(JobView.FailuresOf(failed) + 1, failed.FinishedAt).Remaining(now)
            : TimeSpan.Zero;

    private static IEnumerable<int> IndexesOf(IEnumerable<Pod> pods) =>
        pods.Select(pod => pod.CompletionIndex).OfType<int>().Distinct();
}
