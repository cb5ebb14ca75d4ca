using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>
/// What a controller may report of a job. Most rules look only at what changed: a status that was wrong before may stay so.
/// Upstream: <c>ValidateJobStatusUpdate</c> and <c>getStatusValidationOptions</c>.
/// </summary>
internal static class JobStatusRules
{
    public static void Check(FieldErrorList errors, Job job, Job old)
    {
        var path = FieldPath.Of("status");
        var (now, before) = (job.Status, old.Status);
        Uncounted(errors, path.Child("uncountedTerminatedPods"), now.UncountedTerminatedPods);
        JobConditionRules.Check(errors, path.Child("conditions"), job, old);
        Times(errors, path, job, before);
        Finished(errors, path, job, before);
        JobIndexRules.Check(errors, path, job, before);
        if ((now.Ready != before.Ready || now.Active != before.Active) && now.Ready > now.Active)
            errors.Reject(path.Child("ready"), now.Ready.Value, "cannot set more ready pods than active");
        if (now.Failed < before.Failed) errors.Reject(path.Child("failed"), now.Failed, "cannot decrease the failed counter");
        // An indexed job whose indexes all run at once can be made shorter.
        var canShrink = JobSpecRules.IsIndexed(job.Spec) && job.Spec.Completions == job.Spec.Parallelism;
        if (!canShrink && now.Succeeded < before.Succeeded)
            errors.Reject(path.Child("succeeded"), now.Succeeded, "cannot decrease the succeeded counter");
    }

    private static void Times(FieldErrorList errors, FieldPath path, Job job, JobStatus before)
    {
        var now = job.Status;
        var (atStart, atEnd) = (path.Child("startTime"), path.Child("completionTime"));
        var isComplete = JobConditions.IsComplete(now);
        var (startChanged, endChanged) = (now.StartTime != before.StartTime, now.CompletionTime != before.CompletionTime);
        if (endChanged || isComplete != JobConditions.IsComplete(before))
        {
            if (now.CompletionTime is not null && !isComplete)
                errors.Reject(atEnd, Shown(now.CompletionTime), "cannot set completionTime when there is no Complete=True condition");
            if (now.CompletionTime is null && isComplete) errors.Demand(atEnd, "completionTime is required for Complete jobs");
        }

        if ((startChanged || endChanged) && now is { StartTime: { } start, CompletionTime: { } end } && end.Seconds < start.Seconds)
            errors.Reject(atEnd, Shown(end), "must be equal to or after `startTime`");
        if (endChanged && now.CompletionTime is not null && before.CompletionTime is not null)
            errors.Reject(atEnd, Shown(now.CompletionTime), "field is immutable");
        var isResuming = JobConditions.IsTrue(before, JobConditionType.Suspended) && JobConditions.IsFalse(now, JobConditionType.Suspended);
        if (startChanged && !isResuming && before.StartTime is not null && job.Spec.Suspend != true)
            errors.Reject(atStart, Shown(now.StartTime), "field is immutable for unsuspended job once set");
    }

    /// <summary>A job that has finished has no pods left.</summary>
    private static void Finished(FieldErrorList errors, FieldPath path, Job job, JobStatus before)
    {
        var now = job.Status;
        if (!JobConditions.IsFinished(now)) return;
        var justFinished = !JobConditions.IsFinished(before);
        if ((justFinished || now.Active != before.Active) && now.Active > 0)
            errors.Reject(path.Child("active"), now.Active, "active>0 is invalid for finished job");
        var neverRan = job.Spec is { Suspend: true, Completions: 0 };
        if ((justFinished || now.StartTime != before.StartTime) && !neverRan && now.StartTime is null)
            errors.Demand(path.Child("startTime"), "startTime is required for finished job");
        if ((justFinished || now.UncountedTerminatedPods != before.UncountedTerminatedPods)
            && now.UncountedTerminatedPods is { } uncounted && uncounted.Failed.Count + uncounted.Succeeded.Count > 0)
            errors.Reject(path.Child("uncountedTerminatedPods"), ImmutableRules.Shown(uncounted), "must be empty for finished job");
        if ((justFinished || now.Terminating != before.Terminating) && now.Terminating > 0)
            errors.Reject(path.Child("terminating"), now.Terminating.Value, "terminating>0 is invalid for finished job");
    }

    private static void Uncounted(FieldErrorList errors, FieldPath path, UncountedTerminatedPods? uncounted)
    {
        if (uncounted is null) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Uids(errors, path.Child("succeeded"), uncounted.Succeeded, seen);
        Uids(errors, path.Child("failed"), uncounted.Failed, seen);
    }

    private static void Uids(FieldErrorList errors, FieldPath path, ListOf<string> uids, HashSet<string> seen)
    {
        for (var i = 0; i < uids.Count; i++)
        {
            if (uids[i].Length == 0) errors.Reject(path.Index(i), FieldValue.JsonString(""), "must not be empty");
            else if (!seen.Add(uids[i])) errors.Repeated(path.Index(i), FieldValue.JsonString(uids[i]));
        }
    }

    private static FieldValue Shown(Time? time) => time is { } value ? FieldValue.JsonString(value.ToString()) : FieldValue.Null;
}
