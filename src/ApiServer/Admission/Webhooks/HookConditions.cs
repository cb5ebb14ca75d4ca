using System.Collections.Frozen;
using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Admission.Access;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>The <c>matchConditions</c> of a webhook. Upstream: <c>webhook/matchconditions</c>.</summary>
internal sealed class HookConditions
{
    // Null for what could not be read: stored before it was checked.
    private readonly (string Name, Expression? Expression)[] _conditions;

    private HookConditions((string Name, Expression? Expression)[] conditions) => _conditions = conditions;

    public static HookConditions None { get; } = new([]);

    public bool IsEmpty => _conditions.Length == 0;

    public static HookConditions Of(ListOf<MatchCondition> conditions) => conditions.IsEmpty
        ? None
        : new([.. conditions.Select(condition => (condition.Name, Expression.Read(condition.Expression, out _)))]);

    /// <summary>
    /// Null when all are true; empty when one is false, whatever the others are; else why one could not be evaluated.
    /// </summary>
    public async ValueTask<string?> EvaluateAsync(
        AccessQuestions access, HookTarget target, AdmissionAttributes attributes, IKind? value, IKind? old, CancellationToken cancel)
    {
        var names = new Dictionary<string, JsonValue>
        {
            ["object"] = Read(value),
            ["oldObject"] = Read(old),
            ["request"] = Read(HookReview.Of("", target, attributes, null, null, value?.Gvk ?? old?.Gvk))["request"],
            ["authorizer"] = JsonValue.FromForeign(new AuthorizerValue(access, attributes)),
        }.ToFrozenDictionary();
        string? problem = null;
        foreach (var (name, expression) in _conditions)
        {
            var result = expression?.Evaluate(names) ?? Evaluated.Fail("the expression cannot be read");
            while (access.IsWaiting)
            {
                await access.SettleAsync(cancel);
                result = expression!.Evaluate(names);
            }

            if (result.Truth == false) return "";
            if (result.Truth is null) problem ??= $"expression of match condition \"{name}\" of webhook \"{target.Hook.Name}\" resulted in error: " +
                (result.IsError ? result.Error : "it is not a truth value");
        }

        return problem;
    }

    private static JsonValue Read(IKind? value) => value is null ? JsonValue.Null : JsonValues.Read(ObjectJson.Encode(value));
}
