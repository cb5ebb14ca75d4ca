using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Which indexes of a job have completed and which have failed.</summary>
internal static class JobIndexRules
{
    public static void Check(FieldErrorList errors, FieldPath path, Job job, JobStatus before)
    {
        var (atCompleted, atFailed) = (path.Child("completedIndexes"), path.Child("failedIndexes"));
        var (completed, failed) = (job.Status.CompletedIndexes, job.Status.FailedIndexes);
        var (completedChanged, failedChanged) = (completed != before.CompletedIndexes, failed != before.FailedIndexes);
        if (completedChanged) Completed(errors, atCompleted, completed, job.Spec);
        if (failedChanged && failed is not null) Failed(errors, atFailed, failed, job.Spec);
        if ((completedChanged || failedChanged) && failed is not null && job.Spec.Completions is { } completions
            && IndexIntervals.Overlap(completed, failed, completions) is { } index)
            errors.Reject(atFailed, failed, $"failedIndexes and completedIndexes overlap at index: {index}");
    }

    private static void Completed(FieldErrorList errors, FieldPath path, string indexes, JobSpec spec)
    {
        if (spec.Completions is { } completions && IndexIntervals.Problem(indexes, completions, out _) is { } problem)
            errors.Reject(path, indexes, $"error parsing completedIndexes: {problem}");
        if (indexes.Length > 0 && !JobSpecRules.IsIndexed(spec))
            errors.Reject(path, indexes, "cannot set non-empty completedIndexes when non-indexed completion mode");
    }

    private static void Failed(FieldErrorList errors, FieldPath path, string indexes, JobSpec spec)
    {
        if (spec.BackoffLimitPerIndex is null)
            errors.Reject(path, indexes, "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        else if (spec.Completions is { } completions && IndexIntervals.Problem(indexes, completions, out _) is { } problem)
            errors.Reject(path, indexes, $"error parsing failedIndexes: {problem}");
    }
}
