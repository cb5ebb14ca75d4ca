using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>How expressions of policies are evaluated, and the <c>matchConditions</c>. Upstream: <c>webhook/matchconditions</c>.</summary>
internal static class PolicyConditions
{
    /// <summary>Of all conditions of a policy together. Upstream: <c>RuntimeCELCostBudgetMatchConditions</c>.</summary>
    private const long Cost = ExpressionBudget.PerObject / 4;

    /// <summary>Null when all are true; empty when one is false, whatever the others are; else why they could not be evaluated.</summary>
    public static async ValueTask<string?> EvaluateAsync(AdmissionPolicy policy, PolicyRequest request, JsonValue parameters, CancellationToken cancel)
    {
        if (policy.Conditions.Length == 0) return null;
        var budget = new ExpressionBudget(Cost);
        var names = new PolicyNames(policy, request, parameters, budget, hasNamespace: false);
        var problems = new List<string>();
        foreach (var condition in policy.Conditions)
        {
            var result = await EvaluateAsync(condition, names, request, budget, cancel);
            if (result.Truth == false) return "";
            if (result.IsError) problems.Add(result.Error);
        }

        if (problems.Count == 0) return null;
        return policy.FailsOpen ? "" : problems.Count == 1 ? problems[0] : $"[{string.Join(", ", problems)}]";
    }

    /// <summary>Evaluates an expression, again each time the authoriser has answered what it asked.</summary>
    public static async ValueTask<Evaluated> EvaluateAsync(
        PolicyText text, PolicyNames names, PolicyRequest request, ExpressionBudget budget, CancellationToken cancel)
    {
        while (true)
        {
            var result = text.Evaluate(names, budget);
            if (!request.Access.IsWaiting) return result;
            await request.Access.SettleAsync(cancel);
        }
    }
}
