using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ResourceQuotas;

/// <summary>Scopes with values. Upstream: <c>validateScopedResourceSelectorRequirement</c>, whose paths name no index.</summary>
internal static class ScopeSelectorRules
{
    private const string OnlyExists =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
        + "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";

    private static readonly FieldPath s_terms = FieldPath.Of("spec").Child("scopeSelector").Child("matchExpressions");

    public static void Check(ResourceQuotaSpec spec, ScopeSelector selector, FieldErrorList errors)
    {
        foreach (var term in selector.MatchExpressions)
        {
            if (!QuotaScopes.IsStandard(term.ScopeName))
                errors.Add(FieldError.Invalid(s_terms.Child("scopeName"), FieldValue.JsonString(term.ScopeName), "unsupported scope"));
            ResourceQuotaRules.CheckResources(spec, term.ScopeName, s_terms, Shown(selector), errors);
            CheckOperator(term, errors);
        }

        ResourceQuotaRules.CheckConflicts(
            [.. selector.MatchExpressions.Select(term => term.ScopeName)], s_terms, FieldValue.JsonStrings(spec.Scopes), errors);
    }

    private static void CheckOperator(ScopedResourceSelectorRequirement term, FieldErrorList errors)
    {
        var (path, shown) = (s_terms.Child("operator"), FieldValue.JsonString(term.Operator));
        var hasNoValues = term.ScopeName is ResourceQuotaScope.BestEffort or ResourceQuotaScope.NotBestEffort
            or ResourceQuotaScope.Terminating or ResourceQuotaScope.NotTerminating or ResourceQuotaScope.CrossNamespacePodAffinity;
        if (hasNoValues && term.Operator != ScopeSelectorOperator.Exists) errors.Add(FieldError.Invalid(path, shown, OnlyExists));
        switch (term.Operator)
        {
            case ScopeSelectorOperator.In or ScopeSelectorOperator.NotIn:
                if (term.Values.IsEmpty)
                    errors.Add(FieldError.Required(
                        s_terms.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
                break;
            case ScopeSelectorOperator.Exists or ScopeSelectorOperator.DoesNotExist:
                if (!term.Values.IsEmpty)
                    errors.Add(FieldError.Invalid(
                        s_terms.Child("values"), FieldValue.JsonStrings(term.Values),
                        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
                break;
            default:
                errors.Add(FieldError.Invalid(path, shown, "not a valid selector operator"));
                break;
        }
    }

    /// <summary>Upstream shows its internal type.</summary>
    private static FieldValue Shown(ScopeSelector selector)
    {
        var terms = selector.MatchExpressions.Select(term =>
            $$"""{"ScopeName":{{QuotedText.Json(term.ScopeName)}},"Operator":{{QuotedText.Json(term.Operator)}},"Values":"""
            + $$"""{{FieldValue.JsonStrings(term.Values)}}}""");
        return FieldValue.Json($$"""{"MatchExpressions":[{{string.Join(',', terms)}}]}""");
    }
}
