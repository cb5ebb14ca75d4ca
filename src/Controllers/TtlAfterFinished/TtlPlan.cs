using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.TtlAfterFinished;

/// <summary>When a Job is deleted.</summary>
public static class TtlPlan
{
    /// <returns>Null for never: it has no TTL, has not finished, is being deleted, or nobody knows when it finished.</returns>
    public static DateTimeOffset? ExpiresAt(Job job)
    {
        if (job.Metadata.DeletionTimestamp is not null || job.Spec.TtlSecondsAfterFinished is not { } seconds) return null;
        foreach (var condition in job.Status.Conditions)
        {
            if (condition.Type is not (JobConditionType.Complete or JobConditionType.Failed) || condition.Status != ConditionStatus.True) continue;
            return condition.LastTransitionTime.IsZero ? null : condition.LastTransitionTime.ToDateTimeOffset().AddSeconds(seconds);
        }

        return null;
    }
}
