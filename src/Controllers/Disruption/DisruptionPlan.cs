using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Disruption;

/// <summary>How many pods of a budget may be disrupted. Pure. Upstream: <c>pkg/controller/disruption</c>.</summary>
public static class DisruptionPlan
{
    private const string Allowed = "DisruptionAllowed";

    /// <summary>How long a pod that was evicted has to go; then it counts as if it had not been.</summary>
    private static readonly TimeSpan s_deletionPatience = TimeSpan.FromMinutes(2);

    /// <summary>The budget counts a share of the pods there should be, which only their controllers know.</summary>
    public static bool NeedsScale(PodDisruptionBudget budget) =>
        budget.Spec.MaxUnavailable is not null || budget.Spec.MinAvailable is { Type: IntOrStringType.String };

    /// <summary>The status, and when to look again because a pod was to be gone by then.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="pods">Those it selects.</param>
    /// <param name="scale">How many there should be; asked for where <see cref="NeedsScale"/>.</param>
    /// <param name="now">The time.</param>
    public static (PodDisruptionBudgetStatus Status, TimeSpan? Again) For(
        PodDisruptionBudget budget, IReadOnlyList<Pod> pods, int scale, DateTimeOffset now)
    {
        var expected = NeedsScale(budget) ? scale : budget.Spec.MinAvailable is null ? 0 : pods.Count;
        var desired = Desired(budget, expected);
        var disrupted = budget.Status.DisruptedPods.Where(one => one.Value.ToDateTimeOffset() + s_deletionPatience > now
            && pods.Any(pod => pod.Metadata.Name == one.Key && !pod.Metadata.IsBeingDeleted)).ToMapOf();
        var healthy = pods.Count(pod => !pod.Metadata.IsBeingDeleted && !disrupted.ContainsKey(pod.Metadata.Name) && pod.IsReady);
        var allowed = expected > 0 ? Math.Max(healthy - desired, 0) : 0;
        var status = budget.Status with
        {
            CurrentHealthy = healthy,
            DesiredHealthy = desired,
            ExpectedPods = expected,
            DisruptionsAllowed = allowed,
            DisruptedPods = disrupted,
            ObservedGeneration = budget.Metadata.Generation,
        };
        TimeSpan? again = disrupted.IsEmpty ? null : disrupted.Min(one => one.Value.ToDateTimeOffset()) + s_deletionPatience - now;
        return (With(status, allowed > 0, allowed > 0 ? "SufficientPods" : "InsufficientPods", "", now), again);
    }

    /// <summary>The status when the count is not known: nothing may be disrupted.</summary>
    public static PodDisruptionBudgetStatus Failed(PodDisruptionBudget budget, string message, DateTimeOffset now) =>
        With(budget.Status with { DisruptionsAllowed = 0 }, isAllowed: false, "SyncFailed", message, now);

    private static int Desired(PodDisruptionBudget budget, int expected)
    {
        if (budget.Spec.MaxUnavailable is { } most)
        {
            most.TryGetScaledValue(expected, roundUp: true, out var unavailable, out _);
            return (int)Math.Max(expected - unavailable, 0);
        }

        long desired = 0;
        budget.Spec.MinAvailable?.TryGetScaledValue(expected, roundUp: true, out desired, out _);
        return (int)desired;
    }

    private static PodDisruptionBudgetStatus With(
        PodDisruptionBudgetStatus status, bool isAllowed, string reason, string message, DateTimeOffset now)
    {
        var wanted = new Condition
        {
            Type = Allowed,
            Status = isAllowed ? ConditionStatus.True : ConditionStatus.False,
            Reason = reason,
            Message = message,
            ObservedGeneration = status.ObservedGeneration,
            LastTransitionTime = Time.From(now),
        };
        for (var i = 0; i < status.Conditions.Count; i++)
        {
            var there = status.Conditions[i];
            if (there.Type != Allowed) continue;
            if (there.Status == wanted.Status) wanted = wanted with { LastTransitionTime = there.LastTransitionTime };
            return status with { Conditions = status.Conditions.SetItem(i, wanted) };
        }

        return status with { Conditions = status.Conditions.Add(wanted) };
    }
}
