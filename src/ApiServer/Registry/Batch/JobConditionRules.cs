using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Which conditions of a job go together, and which stay for ever.</summary>
internal static class JobConditionRules
{
    public static void Check(FieldErrorList errors, FieldPath path, Job job, Job old)
    {
        var (now, before) = (job.Status, old.Status);
        foreach (var problem in Together(job, before).Concat(Transitions(now, before)))
            errors.Reject(path, FieldValue.Omitted, problem);
    }

    private static IEnumerable<string> Together(Job job, JobStatus before)
    {
        var now = job.Status;
        var (complete, failed) = (JobConditions.IsComplete(now), JobConditions.IsFailed(now));
        var (failing, succeeding) = (JobConditions.IsFailing(now), JobConditions.IsSucceeding(now));
        var completeChanged = complete != JobConditions.IsComplete(before);
        var failedChanged = failed != JobConditions.IsFailed(before);
        if ((completeChanged || failedChanged) && complete && failed) yield return "cannot set Complete=True and Failed=true conditions";
        if ((completeChanged || failing != JobConditions.IsFailing(before)) && complete && failing)
            yield return "cannot set Complete=True and FailureTarget=true conditions";
        if ((failedChanged || now.FailedIndexes != before.FailedIndexes) && failed && !failing)
            yield return "cannot set Failed=True condition without the FailureTarget=true condition";
        if ((completeChanged || succeeding != JobConditions.IsSucceeding(before)) && complete && !succeeding)
            yield return "cannot set Complete=True condition without the SuccessCriteriaMet=true condition";
        if (succeeding && failed) yield return "cannot set SuccessCriteriaMet=True and Failed=true conditions";
        if (succeeding && failing) yield return "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions";
        if (job.Spec.SuccessPolicy is not null && complete && !succeeding)
            yield return "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True";
    }

    private static IEnumerable<string> Transitions(JobStatus now, JobStatus before)
    {
        foreach (var type in (string[])[JobConditionType.Failed, JobConditionType.Complete, JobConditionType.FailureTarget])
            if (JobConditions.IsTrue(before, type) && !JobConditions.IsTrue(now, type))
                yield return $"cannot disable the terminal {type}=True condition";
        if (JobConditions.IsSucceeding(before) && !JobConditions.IsSucceeding(now))
            yield return "cannot disable the SuccessCriteriaMet=True condition";
        if (JobConditions.IsComplete(before) && !JobConditions.IsSucceeding(before) && JobConditions.IsSucceeding(now))
            yield return "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions";
    }
}
