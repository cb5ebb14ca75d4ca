using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>A priority level. Upstream: <c>ValidatePriorityLevelConfiguration</c>.</summary>
internal static class PriorityLevelRules
{
    private const string PreserveZeroShares = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

    public static void Validate(FieldErrorList errors, PriorityLevelConfiguration level)
    {
        if (level.Metadata.Annotations.ContainsKey(PreserveZeroShares))
            errors.Add(FieldError.Forbidden(
                FieldPath.Of("metadata").Child("annotations"), $"annotation '{PreserveZeroShares}' is forbidden"));
        var (name, spec, path) = (level.Metadata.Name, level.Spec, FieldPath.Of("spec"));
        if ((name == MandatoryObjects.Exempt) != (spec.Type == "Exempt"))
            errors.Add(FieldError.Invalid(
                path.Child("type"), FieldValue.JsonString(spec.Type), "must be 'Exempt' if and only if `name` is 'exempt'"));
        if (spec.Type == "Exempt") ValidateExempt(errors, path, spec);
        if (spec.Type == "Limited") ValidateLimited(errors, path, spec);
        ValidateMandatory(errors, path, name, spec);
        ValidateStatus(errors, level.Status);
    }

    /// <summary>Each type of condition once.</summary>
    public static void ValidateStatus(FieldErrorList errors, PriorityLevelConfigurationStatus status)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < status.Conditions.Count; i++)
            if (!types.Add(status.Conditions[i].Type))
                errors.Add(FieldError.Duplicate(
                    FieldPath.Of("status").Child("conditions").Index(i).Child("type"), FieldValue.JsonString(status.Conditions[i].Type)));
    }

    private static void ValidateExempt(FieldErrorList errors, FieldPath path, PriorityLevelConfigurationSpec spec)
    {
        if (spec.Limited is not null)
            errors.Add(FieldError.Forbidden(path.Child("limited"), "must be nil if the type is not Limited"));
        NonNegativeShares(errors, path.Child("exempt"), spec.Exempt?.NominalConcurrencyShares);
    }

    private static void ValidateLimited(FieldErrorList errors, FieldPath path, PriorityLevelConfigurationSpec spec)
    {
        if (spec.Exempt is not null) errors.Add(FieldError.Forbidden(path.Child("exempt"), "must be nil if the type is Limited"));
        if (spec.Limited is not { } limited)
        {
            errors.Add(FieldError.Required(path.Child("limited"), "must not be empty when type is Limited"));
            return;
        }

        NonNegativeShares(errors, path.Child("limited"), limited.NominalConcurrencyShares);
        QueuingRules.Validate(errors, path.Child("limited").Child("limitResponse"), limited.LimitResponse);
        if (limited.BorrowingLimitPercent is { } percent and < 0)
            errors.Add(FieldError.Invalid(
                path.Child("limited").Child("borrowingLimitPercent"), percent, "if specified, must be a non-negative integer"));
    }

    private static void NonNegativeShares(FieldErrorList errors, FieldPath path, int? shares)
    {
        if (shares is { } count and < 0)
            errors.Add(FieldError.Invalid(path.Child("nominalConcurrencyShares"), count, "must be a non-negative integer"));
    }

    /// <summary>Of the mandatory levels only the shares of the exempt one may be changed.</summary>
    private static void ValidateMandatory(FieldErrorList errors, FieldPath path, string name, PriorityLevelConfigurationSpec spec)
    {
        var exempt = MandatoryObjects.ExemptLevel.Spec;
        if (name == MandatoryObjects.Exempt && spec with { Exempt = exempt.Exempt } != exempt)
            errors.Add(FieldError.Invalid(
                path, ImmutableRules.Shown(spec), $"spec of '{name}' except the 'spec.exempt' field must equal the fixed value"));
        if (name == MandatoryObjects.CatchAll && spec != MandatoryObjects.CatchAllLevel.Spec)
            errors.Add(FieldError.Invalid(path, ImmutableRules.Shown(spec), $"spec of '{name}' must equal the fixed value"));
    }
}
