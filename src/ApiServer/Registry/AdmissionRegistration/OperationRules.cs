using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>The requests a webhook or policy sees; <c>*</c> stands alone. Upstream: <c>validateRuleWithOperations</c>.</summary>
internal static class OperationRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, RuleWithOperations rule)
    {
        WildcardAlone(errors, path.Child("operations"), rule.Operations, "operations");
        WildcardAlone(errors, path.Child("apiGroups"), rule.ApiGroups, "API groups");
        WildcardAlone(errors, path.Child("apiVersions"), rule.ApiVersions, "API versions");
        for (var i = 0; i < rule.ApiVersions.Count; i++)
            if (rule.ApiVersions[i].Length == 0) errors.Add(FieldError.Required(path.Child("apiVersions").Index(i), ""));
        ValidateResources(errors, path.Child("resources"), rule.Resources);
    }

    public static void Validate(FieldErrorList errors, FieldPath path, ListOf<NamedRuleWithOperations> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            for (var j = 0; j < rules[i].ResourceNames.Count; j++)
                if (!names.Add(rules[i].ResourceNames[j]))
                    errors.Add(FieldError.Duplicate(path.Index(i).Child("resourceNames").Index(j), rules[i].ResourceNames[j]));
            Validate(errors, path.Index(i), new RuleWithOperations
            {
                Operations = rules[i].Operations,
                ApiGroups = rules[i].ApiGroups,
                ApiVersions = rules[i].ApiVersions,
                Resources = rules[i].Resources,
            });
        }
    }

    private static void ValidateResources(FieldErrorList errors, FieldPath path, ListOf<string> resources)
    {
        var allSubresourcesOf = new HashSet<string>(StringComparer.Ordinal);
        var subresourcesOfAll = new HashSet<string>(StringComparer.Ordinal);
        // As upstream, what the last entry without a subresource is decides.
        var namesResource = false;
        for (var i = 0; i < resources.Count; i++)
        {
            var entry = resources[i];
            if (entry.Length == 0)
            {
                errors.Add(FieldError.Required(path.Index(i), ""));
                continue;
            }

            if (entry.Split('/', 2) is not [var resource, var subresource])
            {
                namesResource = entry != "*";
                continue;
            }

            if (allSubresourcesOf.Contains(resource))
                errors.Add(FieldError.Invalid(path.Index(i), entry, $"if '{resource}/*' is present, must not specify {entry}"));
            if (subresourcesOfAll.Contains(subresource))
                errors.Add(FieldError.Invalid(path.Index(i), entry, $"if '*/{subresource}' is present, must not specify {entry}"));
            if (subresource == "*") allSubresourcesOf.Add(resource);
            if (resource == "*") subresourcesOfAll.Add(subresource);
        }

        if (resources.Count > 1 && resources.Contains("*/*"))
            errors.Add(FieldError.Invalid(
                path, FieldValue.JsonStrings(resources), "if '*/*' is present, must not specify other resources"));
        if (namesResource && resources.Contains("*"))
            errors.Add(FieldError.Invalid(
                path, FieldValue.JsonStrings(resources),
                "if '*' is present, must not specify other resources without subresources"));
    }

    private static void WildcardAlone(FieldErrorList errors, FieldPath path, ListOf<string> values, string what)
    {
        if (values.Count > 1 && values.Contains("*"))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonStrings(values), $"if '*' is present, must not specify other {what}"));
    }
}
