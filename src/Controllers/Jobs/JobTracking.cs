using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Jobs;

/// <summary>
/// Accounts for finished pods so that none is counted twice or lost, whatever crashes when. Upstream:
/// <c>trackJobStatusAndRemoveFinalizers</c>.
/// </summary>
/// <remarks>
/// 1. The uids of finished pods go into the status's uncounted lists. 2. Their finalizers are removed. 3. Uids whose pods have no finalizer any
/// more leave the lists, and the counters grow by them. Indexes need no list: a set counts nothing twice.
/// </remarks>
/// <param name="Status">The status after step 1.</param>
/// <param name="Release">The pods of step 2.</param>
/// <param name="IsFull">There was more than one pass accounts for.</param>
public sealed record JobTracking(JobStatus Status, IReadOnlyList<Pod> Release, bool IsFull)
{
    /// <summary>What the uncounted lists and new indexes hold at most.</summary>
    private const int MaxUncounted = 500;

    /// <param name="view">The pass.</param>
    /// <param name="status">The status so far.</param>
    /// <param name="verdict">How the Job ends; null when it goes on.</param>
    public static JobTracking For(JobView view, JobStatus status, JobCondition? verdict)
    {
        status = Count(status, view.Pods.Where(view.IsTracked).Select(pod => pod.Metadata.Uid).ToHashSet());
        var uncounted = status.UncountedTerminatedPods ?? UncountedTerminatedPods.Empty;
        var (succeeded, failed, indexes) = (uncounted.Succeeded.ToList(), uncounted.Failed.ToList(), new List<int>());
        var release = new List<Pod>();
        var isFull = false;
        foreach (var pod in view.Pods)
        {
            if (!view.IsTracked(pod) || !MayRelease(view, pod, verdict)) continue;
            release.Add(pod);
            Add(view, pod, verdict, succeeded, failed, indexes);
            isFull = indexes.Count + succeeded.Count + failed.Count >= MaxUncounted;
            if (isFull) break;
        }

        status = status with { UncountedTerminatedPods = new() { Succeeded = succeeded.ToListOf(), Failed = failed.ToListOf() } };
        return new(view.Job.IsIndexed ? WithIndexes(view, status, indexes) : status, release, isFull);
    }

    /// <summary>Step 3: uids not in <paramref name="tracked"/> are counted for good.</summary>
    public static JobStatus Count(JobStatus status, IReadOnlySet<string> tracked)
    {
        if (status.UncountedTerminatedPods is not { } uncounted) return status;
        var succeeded = uncounted.Succeeded.Where(tracked.Contains).ToListOf();
        var failed = uncounted.Failed.Where(tracked.Contains).ToListOf();
        return status with
        {
            Succeeded = status.Succeeded + uncounted.Succeeded.Count - succeeded.Count,
            Failed = status.Failed + uncounted.Failed.Count - failed.Count,
            UncountedTerminatedPods = new() { Succeeded = succeeded, Failed = failed },
        };
    }

    private static bool MayRelease(JobView view, Pod pod, JobCondition? verdict)
    {
        if (view.Job.Metadata.IsBeingDeleted || verdict is not null || pod.Status.Phase == PodPhase.Succeeded) return true;
        if (!view.Job.CountsAsFailed(pod)) return false;
        var isContinued = pod.CompletionIndex is { } index
            && view.LastFailedOfIndex.TryGetValue(index, out var last) && last.Metadata.Uid == pod.Metadata.Uid;
        return !isContinued;
    }

    private static void Add(JobView view, Pod pod, JobCondition? verdict, List<string> succeeded, List<string> failed, List<int> indexes)
    {
        var uid = pod.Metadata.Uid;
        var isKnownFailed = view.Uncounted.Failed.Contains(uid);
        if (pod.Status.Phase == PodPhase.Succeeded && !isKnownFailed)
        {
            if (!view.Job.IsIndexed) AddNew(succeeded, uid);
            else if (view.HasValidIndex(pod) && pod.CompletionIndex is { } index && !view.OldSucceededIndexes.Has(index)) indexes.Add(index);
            return;
        }

        // A Job that fails takes its running pods with it: they count as failed.
        var isFailed = view.Job.CountsAsFailed(pod) || verdict is { Type: not JobConditionType.SuccessCriteriaMet };
        if (isFailed && !isKnownFailed && view.HasValidIndex(pod) && FailurePolicy.Match(view.Job, pod).IsCounted) AddNew(failed, uid);
    }

    private static void AddNew(List<string> uids, string uid)
    {
        if (!uids.Contains(uid)) uids.Add(uid);
    }

    private static JobStatus WithIndexes(JobView view, JobStatus status, List<int> indexes)
    {
        var all = view.SucceededIndexes.With(indexes);
        return status with
        {
            Succeeded = all.Total,
            CompletedIndexes = all.ToString(),
            FailedIndexes = view.FailedIndexes?.ToString(),
        };
    }
}
