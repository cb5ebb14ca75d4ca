using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>What validating and mutating policies have in common. Upstream: <c>validateParamKind</c>, <c>validateVariable</c>.</summary>
internal static class PolicyRules
{
    public static void ParamKind(FieldErrorList errors, FieldPath path, ParamKind? kind)
    {
        if (kind is null) return;
        if (kind.ApiVersion.Length > 0) ApiVersion(errors, path.Child("apiVersion"), kind.ApiVersion);
        if (kind.Kind.Length > 0 && DnsNames.IsDns1035Label(kind.Kind.ToLowerInvariant()) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(
                path.Child("kind"), kind.Kind,
                "may have mixed case, but should otherwise match: " + string.Join(',', problems)));
    }

    public static void Variables(FieldErrorList errors, FieldPath path, ListOf<Variable> variables, PolicyExpressions expressions)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var at = path.Index(i);
            if (string.IsNullOrWhiteSpace(variables[i].Name))
                errors.Add(FieldError.Required(at.Child("name"), "name is not specified"));
            else if (!IsCelIdentifier(variables[i].Name))
                errors.Add(FieldError.Invalid(at.Child("name"), variables[i].Name, "must be a valid CEL identifier"));
            if (string.IsNullOrWhiteSpace(variables[i].Expression))
                errors.Add(FieldError.Required(at.Child("expression"), "expression is not specified"));
            else expressions.Variable(at.Child("expression"), variables[i]);
        }
    }

    private static void ApiVersion(FieldErrorList errors, FieldPath path, string apiVersion)
    {
        var parts = apiVersion.Split('/');
        if (parts.Length > 2)
        {
            errors.Add(FieldError.Invalid(path, apiVersion, $"unexpected GroupVersion string: {apiVersion}"));
            return;
        }

        var (group, version) = (parts.Length == 2 ? parts[0] : "", parts[^1]);
        if (group.Length > 0 && DnsNames.IsDns1123Subdomain(group) is { IsEmpty: false } inGroup)
            errors.Add(FieldError.Invalid(path, group, string.Join(',', inGroup)));
        if (version.Length == 0) errors.Add(FieldError.Invalid(path, apiVersion, "version must be specified"));
        else if (DnsNames.IsDns1035Label(version) is { IsEmpty: false } inVersion)
            errors.Add(FieldError.Invalid(path, version, string.Join(',', inVersion)));
    }

    private static bool IsCelIdentifier(string name) => Identifiers.IsCIdentifier(name).IsEmpty
        && name is not ("true" or "false" or "null" or "in" or "as" or "break" or "const" or "continue" or "else" or "for"
            or "function" or "if" or "import" or "let" or "loop" or "package" or "namespace" or "return" or "var" or "void"
            or "while");
}
