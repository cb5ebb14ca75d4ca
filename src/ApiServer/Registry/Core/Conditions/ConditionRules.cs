using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Conditions;

/// <summary>Conditions of meta/v1, each type once. Upstream: <c>ValidateConditions</c> of <c>apis/meta/v1/validation</c>.</summary>
public static class ConditionRules
{
    private const int MaxReasonBytes = 1024;
    private const int MaxMessageBytes = 32 * 1024;

    public static void Check(ListOf<Condition> conditions, FieldPath path, FieldErrorList errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < conditions.Count; i++)
        {
            if (!seen.Add(conditions[i].Type)) errors.Add(FieldError.Duplicate(path.Index(i).Child("type"), conditions[i].Type));
            Check(conditions[i], path.Index(i), errors);
        }
    }

    private static void Check(Condition condition, FieldPath path, FieldErrorList errors)
    {
        MetadataRules.LabelName(errors, path.Child("type"), condition.Type);
        EnumRules.Supported(errors, path.Child("status"), condition.Status, ConditionStatus.Values);
        if (condition.ObservedGeneration < 0)
            errors.Add(FieldError.Invalid(
                path.Child("observedGeneration"), condition.ObservedGeneration, "must be greater than or equal to zero"));
        if (condition.LastTransitionTime.IsZero) errors.Add(FieldError.Required(path.Child("lastTransitionTime"), ""));
        var reason = path.Child("reason");
        if (condition.Reason.Length == 0) errors.Add(FieldError.Required(reason, ""));
        else errors.AddInvalid(reason, condition.Reason, Identifiers.IsValidConditionReason(condition.Reason));
        LengthRules.MaxBytes(errors, reason, condition.Reason, MaxReasonBytes);
        LengthRules.MaxBytes(errors, path.Child("message"), condition.Message, MaxMessageBytes);
    }
}
