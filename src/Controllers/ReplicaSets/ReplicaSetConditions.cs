using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.ReplicaSets;

/// <summary>The one condition of ReplicaSets: <c>ReplicaFailure</c>, there while pods cannot be created or deleted.</summary>
public static class ReplicaSetConditions
{
    /// <summary>Sets the condition when an error is new, takes it away when there is none; an old one keeps its words.</summary>
    /// <param name="status">The status.</param>
    /// <param name="surplus">How many pods there were too many; negative: too few.</param>
    /// <param name="error">What went wrong; null for nothing.</param>
    /// <param name="now">The time.</param>
    public static ReplicaSetStatus WithFailure(this ReplicaSetStatus status, int surplus, ApiError? error, DateTimeOffset now)
    {
        var isThere = status.Conditions.Any(condition => condition.Type == ReplicaSetConditionType.ReplicaFailure);
        if (error is null == !isThere) return status;
        if (error is null)
            return status with { Conditions = status.Conditions.Where(condition => condition.Type != ReplicaSetConditionType.ReplicaFailure).ToListOf() };
        var failure = new ReplicaSetCondition
        {
            Type = ReplicaSetConditionType.ReplicaFailure,
            Status = ConditionStatus.True,
            LastTransitionTime = Time.From(now),
            Reason = surplus < 0 ? "FailedCreate" : surplus > 0 ? "FailedDelete" : "",
            Message = error.Message,
        };
        return status with { Conditions = status.Conditions.Add(failure) };
    }
}
