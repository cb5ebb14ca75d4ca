using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>The rules of conditions. Upstream: <c>ValidateConditions</c> of <c>apis/meta/v1/validation/validation.go</c>.</summary>
public static class ConditionRules
{
    /// <summary>In bytes.</summary>
    public const int MaxReasonLength = 1024;

    /// <summary>In bytes.</summary>
    public const int MaxMessageLength = 32 * 1024;

    private const string ReasonExpression = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";

    private const string ReasonRule =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', "
        + "and must end with an alphanumeric character or '_'";

    /// <summary>Each condition is well formed, and no type comes twice.</summary>
    public static void Validate(FieldErrorList errors, ListOf<Condition> conditions, FieldPath path)
    {
        HashSet<string>? types = null;
        for (var i = 0; i < conditions.Count; i++)
        {
            if (!(types ??= []).Add(conditions[i].Type))
                errors.Add(FieldError.Duplicate(path.Index(i).Child("type"), conditions[i].Type));
            Validate(errors, conditions[i], path.Index(i));
        }
    }

    public static void Validate(FieldErrorList errors, Condition condition, FieldPath path)
    {
        MetadataRules.LabelName(errors, path.Child("type"), condition.Type);
        if (condition.Status is not (ConditionStatus.True or ConditionStatus.False or ConditionStatus.Unknown))
            errors.Add(FieldError.NotSupported(
                path.Child("status"), FieldValue.JsonString(condition.Status),
                [ConditionStatus.False, ConditionStatus.True, ConditionStatus.Unknown]));
        if (condition.ObservedGeneration < 0)
            errors.Add(FieldError.Invalid(
                path.Child("observedGeneration"), condition.ObservedGeneration, "must be greater than or equal to zero"));
        if (condition.LastTransitionTime.IsZero) errors.Add(FieldError.Required(path.Child("lastTransitionTime"), ""));
        ValidateReason(errors, condition.Reason, path.Child("reason"));
        LengthRules.MaxBytes(errors, path.Child("message"), condition.Message, MaxMessageLength);
    }

    private static void ValidateReason(FieldErrorList errors, string reason, FieldPath path)
    {
        if (reason.Length == 0)
        {
            errors.Add(FieldError.Required(path, ""));
            return;
        }

        if (!IsReason(reason))
            errors.Add(FieldError.Invalid(path, reason, ValidationMessages.Regex(
                ReasonRule, ReasonExpression, "my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB")));
        LengthRules.MaxBytes(errors, path, reason, MaxReasonLength);
    }

    private static bool IsReason(string reason)
    {
        foreach (var c in reason)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or ',' or ':')) return false;
        return char.IsAsciiLetter(reason[0]) && reason[^1] is not (',' or ':');
    }
}
