using System.Globalization;
using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Meta;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Jobs;

/// <summary>What a Job reads of its pods, and of its own settings.</summary>
public static class JobPods
{
    public const string TrackingFinalizer = "batch.kubernetes.io/job-tracking";
    public const string IndexAnnotation = "batch.kubernetes.io/job-completion-index";
    public const string FailureCount = "batch.kubernetes.io/job-index-failure-count";
    public const string IgnoredFailureCount = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>The manager of Jobs that name none.</summary>
    public const string ManagerName = "kubernetes.io/job-controller";

    extension(Job job)
    {
        public bool IsIndexed => job.Spec.CompletionMode == CompletionMode.Indexed;

        public bool IsSuspended => job.Spec.Suspend == true;

        public bool IsFinished => job.Status.Conditions.Any(
            condition => condition.Type is JobConditionType.Complete or JobConditionType.Failed && condition.Status == ConditionStatus.True);

        public bool HasLimitPerIndex => job.Spec.BackoffLimitPerIndex is not null;

        /// <summary>A pod is replaced when it has failed, not already when it is asked to go.</summary>
        public bool ReplacesFailedOnly => job.Spec.PodReplacementPolicy == PodReplacementPolicy.Failed || job.Spec.PodFailurePolicy is not null;

        /// <summary>The index is one of the Job's.</summary>
        public bool HasIndex(int? index) => index < job.Spec.Completions;

        /// <summary>Failed; or, unless only failed ones are replaced, asked to go before it succeeded.</summary>
        public bool CountsAsFailed(Pod pod) => pod.Status.Phase == PodPhase.Failed
            || (!job.ReplacesFailedOnly && pod.Metadata.IsBeingDeleted && pod.Status.Phase != PodPhase.Succeeded);
    }

    extension(Pod pod)
    {
        /// <summary>Null when the pod has none.</summary>
        public int? CompletionIndex => pod.Metadata.Annotations.TryGetValue(IndexAnnotation, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

        public bool IsTracked => pod.Metadata.HasFinalizer(TrackingFinalizer);

        public int CountOf(string annotation) => pod.Metadata.Annotations.TryGetValue(annotation, out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;

        /// <summary>
        /// The end of the last container; where that is unknown, when the pod was last ready, was asked to go, or was created.
        /// </summary>
        public DateTimeOffset FinishedAt => pod.EndOfContainers
            ?? (pod.ConditionOf(PodConditionType.Ready) is { Status: ConditionStatus.False, LastTransitionTime.IsZero: false } ready
                ? ready.LastTransitionTime.ToDateTimeOffset()
                : pod.Metadata.DeletionTimestamp is { } deletion
                    ? deletion.ToDateTimeOffset() - TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? 0)
                    : pod.Metadata.CreationTimestamp.ToDateTimeOffset());

        private DateTimeOffset? EndOfContainers
        {
            get
            {
                DateTimeOffset? last = null;
                foreach (var status in pod.Status.ContainerStatuses)
                {
                    if (status.State.Terminated is not { FinishedAt.IsZero: false } terminated) return null;
                    var end = terminated.FinishedAt.ToDateTimeOffset();
                    if (last is null || end > last) last = end;
                }

                return last;
            }
        }
    }

    /// <summary>Pods in the order in which they may go: <see cref="DeletionOrder"/> without neighbours.</summary>
    public static IReadOnlyList<Pod> ForRemoval(Job job, IReadOnlyList<Pod> active, int atLeast)
    {
        var (remove, left) = job.IsIndexed ? Duplicates(job, active) : ([], [.. active]);
        if (remove.Count < atLeast) remove.AddRange(InOrder(left).Take(atLeast - remove.Count));
        return remove;
    }

    /// <summary>Of several pods of one index all but the best go, and all without an index of the Job's.</summary>
    private static (List<Pod> Remove, List<Pod> Left) Duplicates(Job job, IReadOnlyList<Pod> active)
    {
        var (remove, left) = (new List<Pod>(), new List<Pod>());
        foreach (var group in active.GroupBy(pod => pod.CompletionIndex ?? -1))
        {
            if (group.Key < 0 || !job.HasIndex(group.Key))
            {
                remove.AddRange(group);
                continue;
            }

            var ordered = InOrder(group).ToList();
            remove.AddRange(ordered[..^1]);
            left.Add(ordered[^1]);
        }

        return (remove, left);
    }

    /// <summary>Ages count as they are, not in powers of two, where there is no time to count from.</summary>
    private static IOrderedEnumerable<Pod> InOrder(IEnumerable<Pod> pods) => pods
        .OrderBy(pod => pod.Spec.NodeName.Length > 0)
        .ThenBy(pod => pod.Status.Phase switch { PodPhase.Running => 2, PodPhase.Unknown => 1, _ => 0 })
        .ThenBy(pod => pod.IsReady)
        .ThenByDescending(pod => pod.ReadySince)
        .ThenByDescending(pod => pod.Status.ContainerStatuses.Select(status => status.RestartCount).DefaultIfEmpty().Max())
        .ThenByDescending(pod => pod.Metadata.CreationTimestamp);
}
