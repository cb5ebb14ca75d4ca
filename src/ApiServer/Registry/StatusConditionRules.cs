using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>Conditions of the shared type, each type once. Upstream: <c>ValidateConditions</c> of <c>apis/meta/v1/validation</c>.</summary>
internal static class StatusConditionRules
{
    private const int MaxReasonBytes = 1024;
    private const int MaxMessageBytes = 32 * 1024;

    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<Condition> conditions)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (!types.Add(conditions[i].Type)) errors.Add(FieldError.Duplicate(path.Index(i).Child("type"), conditions[i].Type));
            Validate(errors, path.Index(i), conditions[i]);
        }
    }

    private static void Validate(FieldErrorList errors, FieldPath path, Condition condition)
    {
        MetadataRules.LabelName(errors, path.Child("type"), condition.Type);
        if (condition.Status is not ("True" or "False" or "Unknown"))
            errors.Add(FieldError.NotSupported(
                path.Child("status"), FieldValue.JsonString(condition.Status), ["False", "True", "Unknown"]));
        if (condition.ObservedGeneration < 0)
            errors.Add(FieldError.Invalid(
                path.Child("observedGeneration"), condition.ObservedGeneration, "must be greater than or equal to zero"));
        if (condition.LastTransitionTime.IsZero) errors.Add(FieldError.Required(path.Child("lastTransitionTime"), ""));
        if (condition.Reason.Length == 0) errors.Add(FieldError.Required(path.Child("reason"), ""));
        else
        {
            errors.AddInvalid(path.Child("reason"), condition.Reason, Identifiers.IsValidConditionReason(condition.Reason));
            LengthRules.MaxBytes(errors, path.Child("reason"), condition.Reason, MaxReasonBytes);
        }

        LengthRules.MaxBytes(errors, path.Child("message"), condition.Message, MaxMessageBytes);
    }
}
