using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>What a custom resource is called. Upstream: <c>ValidateCustomResourceDefinitionNames</c>.</summary>
internal static class DefinitionNameRules
{
    /// <summary>All four names are there, singular and list kind by default.</summary>
    public static void Required(FieldErrorList errors, FieldPath path, CustomResourceDefinitionNames names)
    {
        if (names.Plural.Length == 0) errors.Add(FieldError.Required(path.Child("plural"), ""));
        if (names.Singular.Length == 0) errors.Add(FieldError.Required(path.Child("singular"), ""));
        if (names.Kind.Length == 0) errors.Add(FieldError.Required(path.Child("kind"), ""));
        if (names.ListKind.Length == 0) errors.Add(FieldError.Required(path.Child("listKind"), ""));
    }

    public static void Validate(FieldErrorList errors, FieldPath path, CustomResourceDefinitionNames names)
    {
        Label(errors, path.Child("plural"), names.Plural);
        Label(errors, path.Child("singular"), names.Singular);
        Kind(errors, path.Child("kind"), names.Kind);
        Kind(errors, path.Child("listKind"), names.ListKind);
        Labels(errors, path.Child("shortNames"), names.ShortNames);
        if (names.Kind.Length > 0 && names.Kind == names.ListKind)
            errors.Add(FieldError.Invalid(path.Child("listKind"), names.ListKind, "kind and listKind may not be the same"));
        Labels(errors, path.Child("categories"), names.Categories);
    }

    private static void Label(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length > 0 && DnsNames.IsDns1035Label(name) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path, name, string.Join(',', problems)));
    }

    private static void Kind(FieldErrorList errors, FieldPath path, string kind)
    {
        if (kind.Length > 0 && DnsNames.IsDns1035Label(kind.ToLowerInvariant()) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(
                path, kind, "may have mixed case, but should otherwise match: " + string.Join(',', problems)));
    }

    /// <summary>An empty entry is wrong, too.</summary>
    private static void Labels(FieldErrorList errors, FieldPath path, ListOf<string> names)
    {
        for (var i = 0; i < names.Count; i++)
            if (DnsNames.IsDns1035Label(names[i]) is { IsEmpty: false } problems)
                errors.Add(FieldError.Invalid(path.Index(i), names[i], string.Join(',', problems)));
    }
}
