using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Subresources;

/// <summary>Takes one disruption from a budget. Upstream: <c>checkAndDecrement</c>.</summary>
internal static class DisruptionBudgets
{
    private const int MaxDisruptedPods = 2_000;
    private const string Violates = "Cannot evict pod as it would violate the pod's disruption budget.";
    private static readonly GroupResource s_resource = new("policy", "poddisruptionbudget");

    public static Outcome<IObject> Take(PodDisruptionBudget budget, string pod, Time now)
    {
        var (name, status) = (budget.Metadata.Name, budget.Status);
        if (status.ObservedGeneration < budget.Metadata.Generation)
            return Refusal($"The disruption budget {name} is still being processed by the server.", retryAfterSeconds: 10);
        if (status.DisruptionsAllowed < 0) return ApiError.Forbidden(s_resource, name, "pdb disruptions allowed is negative");
        if (status.DisruptedPods.Count > MaxDisruptedPods)
            return ApiError.Forbidden(s_resource, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        if (status.DisruptionsAllowed == 0) return Refusal(Explanation(budget), retryAfterSeconds: 0);
        return Outcome<IObject>.Ok(budget with
        {
            Status = status with { DisruptionsAllowed = status.DisruptionsAllowed - 1, DisruptedPods = status.DisruptedPods.SetItem(pod, now) },
        });
    }

    private static string Explanation(PodDisruptionBudget budget)
    {
        var (name, status) = (budget.Metadata.Name, budget.Status);
        Condition? condition = null;
        foreach (var candidate in status.Conditions)
            if (candidate.Type == "DisruptionAllowed") condition = candidate;
        var says = condition is { Status: "False", Message.Length: > 0 };
        if (says && condition!.Reason == "SyncFailed")
            return $"The disruption budget {name} does not allow evicting pods currently because it failed sync: {condition.Message}";
        if (status.CurrentHealthy <= status.DesiredHealthy)
            return $"The disruption budget {name} needs {status.DesiredHealthy} healthy pods and has {status.CurrentHealthy} currently";
        return says
            ? $"The disruption budget {name} does not allow evicting pods currently ({condition!.Reason}): {condition.Message}"
            : $"The disruption budget {name} does not allow evicting pods currently";
    }

    private static ApiError Refusal(string cause, int retryAfterSeconds) => ApiError.TooManyRequests(Violates, retryAfterSeconds) with
    {
        Details = new() { RetryAfterSeconds = retryAfterSeconds, Causes = [new("DisruptionBudget", cause)] },
    };
}
