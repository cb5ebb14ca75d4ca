using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.Jobs;

/// <summary>Whether a Job is to end, and how. Upstream: the middle of <c>syncJob</c>.</summary>
public static class JobVerdict
{
    /// <summary>The condition that announces the end; null while it goes on. Completions reached are judged later: <see cref="IsComplete"/>.</summary>
    public static JobCondition? Of(JobView view, DateTimeOffset now)
    {
        var job = view.Job;
        if (job.Status.TrueConditionOf(JobConditionType.SuccessCriteriaMet) is { } met) return met;
        if (job.Status.TrueConditionOf(JobConditionType.FailureTarget) is { } target) return JobConditions.Final(target, now);
        var failing = view.Pods.Where(job.CountsAsFailed).Select(pod => FailurePolicy.Match(job, pod).JobMessage).FirstOrDefault(text => text is not null);
        if (failing is not null) return JobConditions.FailureTarget("PodFailurePolicy", failing, now);
        if (view.Failed > (job.Spec.BackoffLimit ?? 6) || HasRestartedTooOften(view))
            return JobConditions.FailureTarget("BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
        if (UntilDeadline(job, now) is { } left && left <= TimeSpan.Zero)
            return JobConditions.FailureTarget("DeadlineExceeded", "Job was active longer than specified deadline", now);
        return job.IsIndexed ? OfIndexes(view, now) : null;
    }

    public static bool IsComplete(JobView view, int active) => active == 0
        && (view.Job.Spec.Completions is { } wanted ? view.Succeeded >= wanted : view.Succeeded > 0);

    /// <summary>What is left of <c>activeDeadlineSeconds</c>; null without one, and while it does not run.</summary>
    public static TimeSpan? UntilDeadline(Job job, DateTimeOffset now) =>
        job.Spec.ActiveDeadlineSeconds is { } seconds && job.Status.StartTime is { } start && !job.IsSuspended
            ? TimeSpan.FromSeconds(seconds) - (now - start.ToDateTimeOffset())
            : null;

    private static JobCondition? OfIndexes(JobView view, DateTimeOffset now)
    {
        var job = view.Job;
        if (view.FailedIndexes is { Total: > 0 } failed)
        {
            if (failed.Total > job.Spec.MaxFailedIndexes)
                return JobConditions.FailureTarget(
                    "MaxFailedIndexesExceeded", "Job has exceeded the specified maximal number of failed indexes", now);
            if (failed.Total + view.SucceededIndexes.Total >= job.Spec.Completions)
                return JobConditions.FailureTarget("FailedIndexes", "Job has failed indexes", now);
        }

        return MatchedRule(view) is { } rule ? JobConditions.SuccessCriteriaMet("SuccessPolicy", $"Matched rules at index {rule}", now) : null;
    }

    private static int? MatchedRule(JobView view)
    {
        if (view.Job.Spec.SuccessPolicy is not { } policy || view.SucceededIndexes.Total == 0) return null;
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            var (rule, count) = (policy.Rules[i], view.SucceededIndexes.Total);
            if (rule.SucceededIndexes is { } text)
            {
                var wanted = IndexSet.Parse(text, view.Job.Spec.Completions ?? 0);
                count = wanted.Overlap(view.SucceededIndexes);
                if (wanted.Total > 0 && count == wanted.Total) return i;
                if (wanted.Total == 0) continue;
            }

            if (count >= rule.SucceededCount) return i;
        }

        return null;
    }

    /// <summary>Where containers restart in their pods, restarts count as failures.</summary>
    private static bool HasRestartedTooOften(JobView view)
    {
        if (view.Job.Spec.Template.Spec.RestartPolicy != RestartPolicy.OnFailure) return false;
        var restarts = view.Pods
            .Where(pod => pod.Status.Phase is PodPhase.Running or PodPhase.Pending)
            .Sum(pod => pod.Status.InitContainerStatuses.Sum(status => status.RestartCount) + pod.Status.ContainerStatuses.Sum(status => status.RestartCount));
        var limit = view.Job.Spec.BackoffLimit ?? 6;
        return limit == 0 ? restarts > 0 : restarts >= limit;
    }
}
