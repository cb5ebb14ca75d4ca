using Kybernet.Api.Policy.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Policy;

/// <summary>Upstream: <c>ValidatePodDisruptionBudgetSpec</c>.</summary>
internal static class PodDisruptionBudgetRules
{
    public static void Check(PodDisruptionBudgetSpec spec, bool allowInvalidSelector, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec");
        if (spec is { MinAvailable: not null, MaxUnavailable: not null })
            errors.Add(FieldError.Invalid(path, Shown(spec), "minAvailable and maxUnavailable cannot be both set"));
        CheckAmount(spec.MinAvailable, path.Child("minAvailable"), errors);
        CheckAmount(spec.MaxUnavailable, path.Child("maxUnavailable"), errors);
        LabelSelectorRules.Validate(errors, path.Child("selector"), spec.Selector.ToTerms(), allowInvalidSelector);
    }

    /// <summary>A count, or a percentage up to 100.</summary>
    private static void CheckAmount(IntOrString? amount, FieldPath path, FieldErrorList errors)
    {
        if (amount is not { } given) return;
        if (given.Type == IntOrStringType.Int)
        {
            MetadataRules.NonNegative(errors, path, given.IntVal);
            return;
        }

        var problems = Identifiers.IsValidPercent(given.StrVal);
        errors.AddInvalid(path, FieldValue.JsonString(given.StrVal), problems);
        if (problems.IsEmpty && given.TryGetScaledValue(100, roundUp: false, out var percent, out _) && percent > 100)
            errors.Add(FieldError.Invalid(path, FieldValue.JsonString(given.StrVal), "must not be greater than 100%"));
    }

    /// <summary>Upstream shows its internal type.</summary>
    private static FieldValue Shown(PodDisruptionBudgetSpec spec)
    {
        var policy = spec.UnhealthyPodEvictionPolicy is { } given ? QuotedText.Json(given) : "null";
        return FieldValue.Json(
            $$"""{"MinAvailable":{{Json(spec.MinAvailable)}},"Selector":{{spec.Selector?.ToString() ?? "null"}},"MaxUnavailable":"""
            + $$"""{{Json(spec.MaxUnavailable)}},"UnhealthyPodEvictionPolicy":{{policy}}}""");

        static string Json(IntOrString? amount) =>
            amount is not { } given ? "null" : given.Type == IntOrStringType.Int ? given.ToString() : QuotedText.Json(given.StrVal);
    }
}
