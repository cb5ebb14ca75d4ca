using System.Text;
using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>A validating policy. Upstream: <c>validateValidatingAdmissionPolicySpec</c>.</summary>
internal static class ValidatingPolicyRules
{
    private const int MaxAuditAnnotations = 20;
    private const int MaxValueExpressionBytes = 5 * 1024;
    private const string NothingToDo = "validations or auditAnnotations must contain at least one item";

    public static void Validate(
        FieldErrorList errors, FieldPath path, string name, ValidatingAdmissionPolicySpec spec, ValidatingAdmissionPolicySpec? old)
    {
        var sameMatchConditions = old is not null && spec.ParamKind == old.ParamKind && spec.MatchConditions == old.MatchConditions;
        var expressions = new PolicyExpressions(errors, spec.ParamKind, old is null ? new HashSet<string>() : ExpressionsOf(old));
        PolicyRules.ParamKind(errors, path.Child("paramKind"), spec.ParamKind);
        MatchResourcesRules.ValidateConstraints(errors, path.Child("matchConstraints"), spec.MatchConstraints);
        if (!sameMatchConditions) MatchConditionRules.Validate(errors, path.Child("matchConditions"), spec.MatchConditions);
        PolicyRules.Variables(errors, path.Child("variables"), spec.Variables, expressions);
        if (spec.Validations.IsEmpty && spec.AuditAnnotations.IsEmpty)
        {
            errors.Add(FieldError.Required(path.Child("validations"), NothingToDo));
            errors.Add(FieldError.Required(path.Child("auditAnnotations"), NothingToDo));
            return;
        }

        for (var i = 0; i < spec.Validations.Count; i++)
            Validate(errors, path.Child("validations").Index(i), spec.Validations[i], expressions);
        ValidateAnnotations(errors, path.Child("auditAnnotations"), name, spec.AuditAnnotations, expressions);
    }

    public static void ValidateStatus(FieldErrorList errors, FieldPath path, ValidatingAdmissionPolicyStatus status)
    {
        var warnings = status.TypeChecking is { } checking ? checking.ExpressionWarnings : default;
        for (var i = 0; i < warnings.Count; i++)
        {
            var at = path.Child("typeChecking").Child("expressionWarnings").Index(i);
            if (warnings[i].Warning.Length == 0) errors.Add(FieldError.Required(at.Child("warning"), ""));
            if (string.IsNullOrWhiteSpace(warnings[i].FieldRef)) errors.Add(FieldError.Required(at.Child("fieldRef"), ""));
        }

        StatusConditionRules.Validate(errors, path.Child("conditions"), status.Conditions);
    }

    private static HashSet<string> ExpressionsOf(ValidatingAdmissionPolicySpec spec) =>
    [
        .. spec.Variables.Select(static variable => variable.Expression),
        .. spec.Validations.Select(static validation => validation.Expression),
        .. spec.Validations.Select(static validation => validation.MessageExpression),
        .. spec.AuditAnnotations.Select(static annotation => annotation.ValueExpression),
    ];

    private static void Validate(FieldErrorList errors, FieldPath path, Validation validation, PolicyExpressions expressions)
    {
        if (string.IsNullOrWhiteSpace(validation.Expression))
            errors.Add(FieldError.Required(path.Child("expression"), "expression is not specified"));
        else expressions.Condition(path.Child("expression"), validation.Expression);
        if (validation.MessageExpression.Length > 0 && string.IsNullOrWhiteSpace(validation.MessageExpression))
            errors.Add(FieldError.Invalid(
                path.Child("messageExpression"), validation.MessageExpression, "must be non-empty if specified"));
        else if (validation.MessageExpression.Length > 0)
            expressions.Message(path.Child("messageExpression"), validation.MessageExpression);
        var message = validation.Message.Trim();
        if (validation.Message.Length > 0 && message.Length == 0)
            errors.Add(FieldError.Invalid(path.Child("message"), validation.Message, "must be non-empty if specified"));
        else if (message.AsSpan().ContainsAny('\n', '\r'))
            errors.Add(FieldError.Invalid(path.Child("message"), validation.Message, "must not contain line breaks"));
        if (validation.Reason is { } reason and not ("Forbidden" or "Invalid" or "RequestEntityTooLarge"))
            errors.Add(FieldError.NotSupported(
                path.Child("reason"), FieldValue.JsonString(reason), ["Forbidden", "Invalid", "RequestEntityTooLarge"]));
    }

    /// <summary>The annotation's key is the policy's name, a slash and the key given here.</summary>
    private static void ValidateAnnotations(
        FieldErrorList errors, FieldPath path, string name, ListOf<AuditAnnotation> annotations, PolicyExpressions expressions)
    {
        if (annotations.Count > MaxAuditAnnotations)
            errors.Add(FieldError.Invalid(path, Shown(annotations), $"must not have more than {MaxAuditAnnotations} auditAnnotations"));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < annotations.Count; i++)
        {
            var (key, value, at) = (annotations[i].Key, annotations[i].ValueExpression.Trim(), path.Index(i));
            if (name.Length == 0)
                errors.Add(FieldError.Invalid(at.Child("key"), key, "requires metadata.name be non-empty"));
            else errors.AddInvalid(at.Child("key"), name + "/" + key, QualifiedNames.IsQualifiedName(name + "/" + key));
            if (value.Length == 0) errors.Add(FieldError.Required(at.Child("valueExpression"), "valueExpression is not specified"));
            else if (Encoding.UTF8.GetByteCount(value) > MaxValueExpressionBytes)
                errors.Add(FieldError.Required(
                    at.Child("valueExpression"), $"must not exceed {MaxValueExpressionBytes} bytes in length"));
            else expressions.Annotation(at.Child("valueExpression"), annotations[i].ValueExpression);
            if (!keys.Add(key)) errors.Add(FieldError.Duplicate(at.Child("key"), key));
        }
    }

    /// <summary>The names are those of upstream's internal type.</summary>
    private static FieldValue Shown(ListOf<AuditAnnotation> annotations) => FieldValue.Json("[" + string.Join(',', annotations.Select(
        annotation => $"{{\"Key\":{QuotedText.Json(annotation.Key)},\"ValueExpression\":{QuotedText.Json(annotation.ValueExpression)}}}")) + "]");
}
