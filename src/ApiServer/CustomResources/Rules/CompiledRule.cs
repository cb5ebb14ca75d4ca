using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources.Rules;

/// <summary>A rule of a schema that can be evaluated.</summary>
internal sealed class CompiledRule
{
    private const int LongestMessage = 5 * 1024;

    private readonly ValidationRule _rule;
    private readonly Expression? _message;

    private CompiledRule(ValidationRule rule, Expression condition, Expression? message)
    {
        (_rule, Condition, _message) = (rule, condition, message);
        UsesOldSelf = condition.Needs().Names.ContainsKey("oldSelf");
    }

    public Expression Condition { get; }

    /// <summary>It is about a change: there has to be something it was, unless it asks whether there is.</summary>
    public bool UsesOldSelf { get; }

    /// <summary>What it was is an optional value to it.</summary>
    public bool TakesNoOldSelf => _rule.OptionalOldSelf == true;

    /// <summary>Null for one this server cannot evaluate: such rules are refused, and another server may have stored one.</summary>
    public static CompiledRule? Read(ValidationRule rule)
    {
        if (Expression.Read(rule.Rule, out _) is not { } condition) return null;
        if (condition.Needs().Unsupported.Length > 0) return null;
        return new(rule, condition, rule.MessageExpression.Length == 0 ? null : Expression.Read(rule.MessageExpression, out _));
    }

    /// <summary>Why it could not be evaluated.</summary>
    public string Failure(Evaluated result)
    {
        var text = _rule.Message.Length > 0 ? _rule.Message.Trim() : _rule.Rule.Trim();
        if (result.Error.StartsWith("no such overload", StringComparison.Ordinal))
            return $"'{result.Error}': call arguments did not match a supported operator, function or macro signature for rule: {text}";
        return result.Error == ExpressionBudget.Exceeded
            ? $"'{result.Error}': no further validation rules will be run due to call cost exceeds limit for rule: {text}"
            : $"{result.Error} evaluating rule: {text}";
    }

    /// <summary>The error of a part that breaks it.</summary>
    public FieldError Broken(FieldPath path, FieldValue value, IReadOnlyDictionary<string, JsonValue> names, ExpressionBudget budget)
    {
        var detail = Said(names, budget) ?? (_rule.Message.Length > 0 ? _rule.Message.Trim() : $"failed rule: {_rule.Rule.Trim()}");
        var error = _rule.Reason switch
        {
            "FieldValueForbidden" => FieldError.Forbidden(path, detail),
            "FieldValueRequired" => FieldError.Required(path, detail),
            "FieldValueDuplicate" => FieldError.Duplicate(path, value),
            _ => FieldError.Invalid(path, value, detail),
        };
        if (_rule.FieldPath.Length == 0) return error;
        return error with { Field = path == FieldPath.None ? _rule.FieldPath.TrimStart('.') : error.Field + _rule.FieldPath };
    }

    /// <summary>What its own expression says; null when that says nothing that can be shown.</summary>
    private string? Said(IReadOnlyDictionary<string, JsonValue> names, ExpressionBudget budget)
    {
        if (_message?.Evaluate(names, budget) is not { IsError: false } result) return null;
        if (result.Value.AsString()?.Trim() is not { Length: > 0 and <= LongestMessage } text) return null;
        return text.AsSpan().ContainsAny('\n', '\r') ? null : text;
    }
}
