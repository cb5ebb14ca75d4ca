using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>The paths of a rule. Upstream: <c>validateHTTPIngressPath</c>.</summary>
internal static class HttpPathRules
{
    private static readonly string[] s_forbiddenInside = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] s_forbiddenAtEnd = ["/..", "/."];

    public static void Check(HTTPIngressRuleValue? http, FieldPath path, FieldErrorList errors)
    {
        if (http is null) return;
        for (var i = 0; i < http.Paths.Count; i++) Check(http.Paths[i], path.Child("paths").Index(i), errors);
    }

    private static void Check(HTTPIngressPath http, FieldPath path, FieldErrorList errors)
    {
        if (http.PathType is null)
        {
            errors.Add(FieldError.Required(path.Child("pathType"), "pathType must be specified"));
            return;
        }

        CheckText(http.Path, http.PathType, path.Child("path"), errors);
        IngressBackendRules.Check(http.Backend, path.Child("backend"), errors);
    }

    private static void CheckText(string text, string type, FieldPath path, FieldErrorList errors)
    {
        var isPlain = type is PathType.Exact or PathType.Prefix;
        if (!isPlain && (type != PathType.ImplementationSpecific || text.Length == 0)) return;
        if (!text.StartsWith('/')) errors.Add(FieldError.Invalid(path, text, "must be an absolute path"));
        if (!isPlain) return;
        foreach (var sequence in s_forbiddenInside)
            if (text.Contains(sequence, StringComparison.Ordinal))
                errors.Add(FieldError.Invalid(path, text, $"must not contain '{sequence}'"));
        foreach (var end in s_forbiddenAtEnd)
            if (text.EndsWith(end, StringComparison.Ordinal)) errors.Add(FieldError.Invalid(path, text, $"cannot end with '{end}'"));
    }
}
