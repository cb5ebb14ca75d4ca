using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.FlowControl;

/// <summary>
/// The requests a flow schema matches; <c>*</c> stands alone. Upstream: <c>ValidateFlowSchemaResourcePolicyRule</c>,
/// <c>ValidateFlowSchemaNonResourcePolicyRule</c>.
/// </summary>
internal static class FlowPolicyRules
{
    private static readonly string[] s_verbs =
        ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];

    public static void Validate(FieldErrorList errors, FieldPath path, ResourcePolicyRule rule)
    {
        ValidateVerbs(errors, path.Child("verbs"), rule.Verbs);
        if (rule.ApiGroups.IsEmpty)
            errors.Add(FieldError.Required(path.Child("apiGroups"), "resource rules must supply at least one api group"));
        else WildcardAlone(errors, path.Child("apiGroups"), rule.ApiGroups, "api groups");
        if (rule.Resources.IsEmpty)
            errors.Add(FieldError.Required(path.Child("resources"), "resource rules must supply at least one resource"));
        else WildcardAlone(errors, path.Child("resources"), rule.Resources, "resources");
        ValidateNamespaces(errors, path.Child("namespaces"), rule);
    }

    public static void Validate(FieldErrorList errors, FieldPath path, NonResourcePolicyRule rule)
    {
        ValidateVerbs(errors, path.Child("verbs"), rule.Verbs);
        var urls = path.Child("nonResourceURLs");
        if (rule.NonResourceURLs.IsEmpty)
            errors.Add(FieldError.Required(urls, "nonResourceURLs must contain at least one value"));
        else if (rule.NonResourceURLs.Contains("*")) WildcardAlone(errors, urls, rule.NonResourceURLs, "non-resource URLs");
        else
            for (var i = 0; i < rule.NonResourceURLs.Count; i++)
                if (CheckUrl(rule.NonResourceURLs[i]) is { } problem)
                    errors.Add(FieldError.Invalid(urls.Index(i), rule.NonResourceURLs[i], problem));
    }

    private static void ValidateVerbs(FieldErrorList errors, FieldPath path, ListOf<string> verbs)
    {
        if (verbs.IsEmpty) errors.Add(FieldError.Required(path, "verbs must contain at least one value"));
        else if (verbs.Contains("*")) WildcardAlone(errors, path, verbs, "verbs");
        else if (verbs.Any(verb => !s_verbs.Contains(verb)))
            errors.Add(FieldError.NotSupported(path, FieldValue.JsonStrings(verbs), s_verbs));
    }

    private static void ValidateNamespaces(FieldErrorList errors, FieldPath path, ResourcePolicyRule rule)
    {
        if (rule.Namespaces.IsEmpty && !rule.ClusterScope)
            errors.Add(FieldError.Required(path, "resource rules that are not cluster scoped must supply at least one namespace"));
        else if (rule.Namespaces.Contains("*")) WildcardAlone(errors, path, rule.Namespaces, "namespaces");
        else
            for (var i = 0; i < rule.Namespaces.Count; i++)
                foreach (var problem in DnsNames.IsDns1123Label(rule.Namespaces[i]))
                    errors.Add(FieldError.Invalid(
                        path.Index(i), rule.Namespaces[i], $"each member of this list must be '*' or a DNS-1123 label; {problem}"));
    }

    private static void WildcardAlone(FieldErrorList errors, FieldPath path, ListOf<string> values, string what)
    {
        if (values.Count > 1 && values.Contains("*"))
            errors.Add(FieldError.Invalid(path, FieldValue.JsonStrings(values), $"if '*' is present, must not specify other {what}"));
    }

    /// <summary>An absolute path, with <c>*</c> as its last segment at most; what is wrong, or null.</summary>
    private static string? CheckUrl(string url)
    {
        if (url.Length == 0) return "must not be empty";
        if (url == "/") return null;
        if (!url.StartsWith('/')) return "must start with slash";
        if (url.Contains(' ', StringComparison.Ordinal)) return "must not contain white-space";
        if (url.Contains("//", StringComparison.Ordinal)) return "must not contain double slash";
        var stars = url.AsSpan().Count('*');
        return stars > 1 || (stars == 1 && !url.EndsWith("/*", StringComparison.Ordinal)) ? "wildcard can only do suffix matching" : null;
    }
}
