using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;

namespace Kybernet.Controllers.Jobs;

/// <summary>A Job and its pods as one pass sees them, with what follows from them. Upstream: <c>syncJobCtx</c>.</summary>
public sealed class JobView
{
    private readonly IReadOnlySet<string> _released;

    /// <param name="job">The Job, with the status as it was read.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="released">Uids of pods whose finalizer is removed already, though the copy may show it still.</param>
    /// <param name="backOff">Before this pass.</param>
    public JobView(Job job, IReadOnlyList<Pod> pods, IReadOnlySet<string> released, JobBackOff backOff)
    {
        Job = job;
        _released = released;
        Pods = job.IsIndexed ? [.. pods.OrderBy(pod => pod.CompletionIndex ?? -1)] : pods;
        Active = [.. pods.Where(pod => pod.IsActive)];
        Uncounted = job.Status.UncountedTerminatedPods ?? UncountedTerminatedPods.Empty;
        var newSucceeded = Finished(pod => pod.Status.Phase == PodPhase.Succeeded, Uncounted.Succeeded);
        var newFailed = Finished(job.CountsAsFailed, Uncounted.Failed);
        BackOff = backOff.With(newSucceeded, newFailed);
        Failed = job.Status.Failed + newFailed.Count(pod => FailurePolicy.Match(job, pod).IsCounted) + Uncounted.Failed.Count;
        Succeeded = job.Status.Succeeded + newSucceeded.Count + Uncounted.Succeeded.Count;
        if (!job.IsIndexed) return;
        OldSucceededIndexes = IndexSet.Parse(job.Status.CompletedIndexes, Completions);
        SucceededIndexes = OldSucceededIndexes.With(IndexesOf(pod => pod.Status.Phase == PodPhase.Succeeded));
        Succeeded = SucceededIndexes.Total;
        if (!job.HasLimitPerIndex) return;
        FailedIndexes = IndexSet.Parse(job.Status.FailedIndexes ?? "", Completions).With(IndexesOf(IsIndexFailed));
        LastFailedOfIndex = LastFailed();
    }

    public Job Job { get; }

    /// <summary>Of an indexed Job by index.</summary>
    public IReadOnlyList<Pod> Pods { get; }

    public IReadOnlyList<Pod> Active { get; }

    public int Terminating => Pods.Count(pod => pod.IsTerminating);

    /// <summary>Pods that are accounted for, and may have their finalizer still.</summary>
    public UncountedTerminatedPods Uncounted { get; }

    public JobBackOff BackOff { get; }

    public int Succeeded { get; }

    /// <summary>Without those a policy ignores.</summary>
    public int Failed { get; }

    public IndexSet OldSucceededIndexes { get; } = IndexSet.Empty;

    public IndexSet SucceededIndexes { get; } = IndexSet.Empty;

    /// <summary>Null without a limit per index.</summary>
    public IndexSet? FailedIndexes { get; }

    /// <summary>The failed pod an index's next one continues; it keeps its finalizer until that is there, for its counts.</summary>
    public IReadOnlyDictionary<int, Pod> LastFailedOfIndex { get; } = new Dictionary<int, Pod>();

    private int Completions => Job.Spec.Completions ?? 0;

    /// <summary>The pod is not accounted for yet.</summary>
    public bool IsTracked(Pod pod) => pod.IsTracked && !_released.Contains(pod.Metadata.Uid);

    public bool HasValidIndex(Pod pod) => !Job.IsIndexed || Job.HasIndex(pod.CompletionIndex);

    private List<Pod> Finished(Func<Pod, bool> isSo, IEnumerable<string> uncounted)
    {
        var known = uncounted.ToHashSet();
        return [.. Pods.Where(pod => IsTracked(pod) && !known.Contains(pod.Metadata.Uid) && HasValidIndex(pod) && isSo(pod))];
    }

    private IEnumerable<int> IndexesOf(Func<Pod, bool> isSo) =>
        Pods.Where(pod => pod.IsTracked && HasValidIndex(pod) && isSo(pod)).Select(pod => pod.CompletionIndex!.Value).Distinct();

    private bool IsIndexFailed(Pod pod)
    {
        if (!Job.CountsAsFailed(pod)) return false;
        var match = FailurePolicy.Match(Job, pod);
        return match.Action == PodFailurePolicyAction.FailIndex
            || (match.IsCounted && pod.CountOf(JobPods.FailureCount) >= Job.Spec.BackoffLimitPerIndex);
    }

    private Dictionary<int, Pod> LastFailed()
    {
        var active = Active.Select(pod => pod.CompletionIndex).ToHashSet();
        var last = new Dictionary<int, Pod>();
        foreach (var pod in Pods.Where(pod => IsTracked(pod) && HasValidIndex(pod) && Job.CountsAsFailed(pod)))
        {
            var index = pod.CompletionIndex!.Value;
            if (SucceededIndexes.Has(index) || FailedIndexes!.Has(index) || active.Contains(index)) continue;
            if (!last.TryGetValue(index, out var before)
                || (FailuresOf(before) <= FailuresOf(pod) && before.FinishedAt <= pod.FinishedAt)) last[index] = pod;
        }

        return last;
    }

    /// <summary>Of an index's pod: the failures before it, ignored ones too.</summary>
    public static int FailuresOf(Pod pod) => pod.CountOf(JobPods.FailureCount) + pod.CountOf(JobPods.IgnoredFailureCount);
}
