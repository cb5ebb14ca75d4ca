using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>What the conditions of a job say.</summary>
internal static class JobConditions
{
    public static bool IsTrue(JobStatus status, string type) => Has(status, type, "True");

    public static bool IsFalse(JobStatus status, string type) => Has(status, type, "False");

    public static bool IsComplete(JobStatus status) => IsTrue(status, JobConditionType.Complete);

    public static bool IsFailed(JobStatus status) => IsTrue(status, JobConditionType.Failed);

    public static bool IsFinished(JobStatus status) => IsComplete(status) || IsFailed(status);

    /// <summary>The job will fail, when its pods have ended.</summary>
    public static bool IsFailing(JobStatus status) => IsTrue(status, JobConditionType.FailureTarget);

    /// <summary>The job will be complete, when its pods have ended.</summary>
    public static bool IsSucceeding(JobStatus status) => IsTrue(status, JobConditionType.SuccessCriteriaMet);

    private static bool Has(JobStatus status, string type, string value) =>
        status.Conditions.Any(condition => condition.Type == type && condition.Status == value);
}
