using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>The form of rules in CEL. Upstream: <c>ValidateCustomResourceDefinitionOpenAPISchema</c>.</summary>
internal static class ValidationRuleRules
{
    private static readonly string[] s_reasons =
        ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        for (var i = 0; i < schema.XKubernetesValidations.Count; i++)
        {
            var (at, rule) = (path.Index(i), schema.XKubernetesValidations[i]);
            ValidateMessage(errors, at, rule);
            if (rule.MessageExpression.Length > 0 && string.IsNullOrWhiteSpace(rule.MessageExpression))
                errors.Add(FieldError.Required(at.Child("messageExpression"), "messageExpression must be non-empty if specified"));
            if (rule.Reason is { } reason && !s_reasons.Contains(reason))
                errors.Add(FieldError.NotSupported(at.Child("reason"), FieldValue.JsonString(reason), s_reasons));
            ValidateFieldPath(errors, at.Child("fieldPath"), rule.FieldPath, schema);
        }
    }

    private static void ValidateMessage(FieldErrorList errors, FieldPath path, ValidationRule rule)
    {
        var message = rule.Message.Trim();
        if (string.IsNullOrWhiteSpace(rule.Rule)) errors.Add(FieldError.Required(path.Child("rule"), "rule is not specified"));
        else if (rule.Message.Length > 0 && message.Length == 0)
            errors.Add(FieldError.Invalid(path.Child("message"), rule.Message, "must be non-empty if specified"));
        else if (HasLineBreak(message))
            errors.Add(FieldError.Invalid(path.Child("message"), rule.Message, "must not contain line breaks"));
        else if (HasLineBreak(rule.Rule.Trim()) && message.Length == 0)
            errors.Add(FieldError.Required(path.Child("message"), "message must be specified if rule contains line breaks"));
    }

    private static void ValidateFieldPath(FieldErrorList errors, FieldPath path, string text, JSONSchemaProps schema)
    {
        if (text.Length == 0) return;
        if (string.IsNullOrWhiteSpace(text)) errors.Add(FieldError.Invalid(path, text, "must be non-empty if specified"));
        if (HasLineBreak(text)) errors.Add(FieldError.Invalid(path, text, "must not contain line breaks"));
        if (StructuralForm.Problem(schema) is null && SchemaPath.Resolve(text, schema, allowArrays: true, out _) is not null)
            errors.Add(FieldError.Invalid(path, text, "must be a valid path"));
    }

    private static bool HasLineBreak(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
