using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>A rule of a role grants verbs on resources or on URLs, not on both. Upstream: <c>ValidatePolicyRule</c>.</summary>
internal static class PolicyRuleRules
{
    public static void Validate(FieldErrorList errors, ListOf<PolicyRule> rules, bool isNamespaced)
    {
        for (var i = 0; i < rules.Count; i++) Validate(errors, FieldPath.Of("rules").Index(i), rules[i], isNamespaced);
    }

    private static void Validate(FieldErrorList errors, FieldPath path, PolicyRule rule, bool isNamespaced)
    {
        if (rule.Verbs.IsEmpty) errors.Add(FieldError.Required(path.Child("verbs"), "verbs must contain at least one value"));
        if (!rule.NonResourceURLs.IsEmpty)
        {
            ValidateUrls(errors, path.Child("nonResourceURLs"), rule, isNamespaced);
            return;
        }

        if (rule.ApiGroups.IsEmpty)
            errors.Add(FieldError.Required(path.Child("apiGroups"), "resource rules must supply at least one api group"));
        if (rule.Resources.IsEmpty)
            errors.Add(FieldError.Required(path.Child("resources"), "resource rules must supply at least one resource"));
    }

    private static void ValidateUrls(FieldErrorList errors, FieldPath path, PolicyRule rule, bool isNamespaced)
    {
        var urls = FieldValue.JsonStrings(rule.NonResourceURLs);
        if (isNamespaced) errors.Add(FieldError.Invalid(path, urls, "namespaced rules cannot apply to non-resource URLs"));
        if (!rule.ApiGroups.IsEmpty || !rule.Resources.IsEmpty || !rule.ResourceNames.IsEmpty)
            errors.Add(FieldError.Invalid(path, urls, "rules cannot apply to both regular resources and non-resource URLs"));
    }
}
