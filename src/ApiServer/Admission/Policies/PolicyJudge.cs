using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>Asks a validating policy. Upstream: <c>policy/validating/validator.go</c>.</summary>
internal static class PolicyJudge
{
    private const int LongestMessage = 5 * 1024;

    public static async ValueTask<Judgement> JudgeAsync(ValidatingPolicy policy, PolicyRequest request, JsonValue parameters, CancellationToken cancel)
    {
        if (await PolicyConditions.EvaluateAsync(policy, request, parameters, cancel) is { } unmet)
            return unmet.Length == 0 ? Judgement.Nothing : Judgement.Failed(policy, unmet);
        var budget = new ExpressionBudget(ExpressionBudget.PerObject);
        var names = new PolicyNames(policy, request, parameters, budget);
        var denials = new List<Judgement.Denial>();
        for (var i = 0; i < policy.Validations.Length; i++)
        {
            var (said, condition, message) = policy.Validations[i];
            var result = await PolicyConditions.EvaluateAsync(condition, names, request, budget, cancel);
            if (result.Truth == true || (result.IsError && policy.FailsOpen)) continue;
            denials.Add(result.IsError
                ? new(i, result.Error, "")
                : new(i, MessageOf(said, message?.EvaluateBare(names, budget)), said.Reason ?? "Invalid"));
        }

        var annotations = new List<Judgement.Annotation>();
        foreach (var (key, text) in policy.AuditAnnotations)
        {
            var result = await PolicyConditions.EvaluateAsync(text, names, request, budget, cancel);
            if (AnnotationOf(policy, key, text, result) is { } annotation) annotations.Add(annotation);
        }

        return new(denials, annotations);
    }

    /// <summary>What the policy's expression says, when that can be shown; else its text; else the expression that was not true.</summary>
    private static string MessageOf(Validation said, Evaluated? result)
    {
        var text = result is { IsError: false } made ? made.Value.AsString()?.Trim() ?? "" : "";
        if (text.Length > LongestMessage || text.Contains('\n', StringComparison.Ordinal)) text = "";
        if (text.Length == 0) text = said.Message.Trim();
        return text.Length > 0 ? text : $"failed expression: {said.Expression.Trim()}";
    }

    /// <summary>Null when nothing is to be noted.</summary>
    private static Judgement.Annotation? AnnotationOf(AdmissionPolicy policy, string key, PolicyText text, Evaluated result)
    {
        if (result.IsError) return policy.FailsOpen ? null : new(key, "", result.Error);
        if (result.Value.IsNull) return null;
        if (result.Value.AsString() is { } value) return value.Trim().Length == 0 ? null : new(key, value.Trim(), "");
        var type = TypeValue.Of(result.Value);
        return new(
            key, "", $"valueExpression '{text.Text}' resulted in unsupported return type: {type}. Return type must be either string or null.");
    }
}
