using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Deployments;

/// <summary>The conditions of Deployments. Upstream: <c>pkg/controller/deployment/util</c>.</summary>
public static class DeploymentConditions
{
    extension(DeploymentStatus status)
    {
        public DeploymentCondition? ConditionOf(string type)
        {
            foreach (var condition in status.Conditions)
                if (condition.Type == type) return condition;
            return null;
        }

        /// <summary>Nothing changes where status and reason stay; the transition time stays where the status does.</summary>
        public DeploymentStatus With(DeploymentCondition condition)
        {
            var old = status.ConditionOf(condition.Type);
            if (old is not null && old.Status == condition.Status && old.Reason == condition.Reason) return status;
            if (old is not null && old.Status == condition.Status) condition = condition with { LastTransitionTime = old.LastTransitionTime };
            return status.Without(condition.Type) is var rest ? rest with { Conditions = rest.Conditions.Add(condition) } : status;
        }

        public DeploymentStatus Without(string type) => status.ConditionOf(type) is null
            ? status
            : status with { Conditions = status.Conditions.Where(condition => condition.Type != type).ToListOf() };
    }

    public static DeploymentCondition Create(string type, string status, string reason, string message, DateTimeOffset now) => new()
    {
        Type = type,
        Status = status,
        LastUpdateTime = Time.From(now),
        LastTransitionTime = Time.From(now),
        Reason = reason,
        Message = message,
    };

    /// <summary>A ReplicaSet's condition as one of its Deployment.</summary>
    public static DeploymentCondition From(ReplicaSetCondition condition) => new()
    {
        Type = condition.Type,
        Status = condition.Status,
        LastTransitionTime = condition.LastTransitionTime,
        LastUpdateTime = condition.LastTransitionTime,
        Reason = condition.Reason,
        Message = condition.Message,
    };
}
