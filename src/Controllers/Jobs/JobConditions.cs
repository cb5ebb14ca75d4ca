using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Jobs;

/// <summary>The conditions of Jobs. <c>FailureTarget</c> and <c>SuccessCriteriaMet</c> say how a Job will end once its pods are gone.</summary>
public static class JobConditions
{
    public static JobCondition Create(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        Type = type,
        Status = status,
        LastProbeTime = Time.From(now),
        LastTransitionTime = Time.From(now),
        Reason = reason,
        Message = message,
    };

    public static JobCondition FailureTarget(string reason, string message, DateTimeOffset now) =>
        Create(JobConditionType.FailureTarget, ConditionStatus.True, reason, message, now);

    public static JobCondition SuccessCriteriaMet(string reason, string message, DateTimeOffset now) =>
        Create(JobConditionType.SuccessCriteriaMet, ConditionStatus.True, reason, message, now);

    /// <summary>The condition a Job ends with, of the one that announced it.</summary>
    public static JobCondition Final(JobCondition announced, DateTimeOffset now) => announced.Type switch
    {
        JobConditionType.FailureTarget => Create(JobConditionType.Failed, ConditionStatus.True, announced.Reason, announced.Message, now),
        JobConditionType.SuccessCriteriaMet => Create(JobConditionType.Complete, ConditionStatus.True, announced.Reason, announced.Message, now),
        _ => announced,
    };

    extension(JobStatus status)
    {
        /// <summary>The condition, if it is true.</summary>
        public JobCondition? TrueConditionOf(string type) =>
            status.Conditions.FirstOrDefault(condition => condition.Type == type && condition.Status == ConditionStatus.True);

        /// <summary>With the condition as it is to be; one that was never there is not added as false.</summary>
        public JobStatus With(JobCondition wanted)
        {
            for (var i = 0; i < status.Conditions.Count; i++)
            {
                var there = status.Conditions[i];
                if (there.Type != wanted.Type) continue;
                var isSame = there.Status == wanted.Status && there.Reason == wanted.Reason && there.Message == wanted.Message;
                return isSame ? status : status with { Conditions = status.Conditions.SetItem(i, wanted) };
            }

            return wanted.Status == ConditionStatus.False ? status : status with { Conditions = status.Conditions.Add(wanted) };
        }
    }
}
