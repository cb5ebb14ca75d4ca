using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Fields that field selectors may name. Upstream: <c>ValidateCustomResourceSelectableFields</c>.</summary>
internal static class SelectableFieldRules
{
    private const string Scalars =
        "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.";

    /// <param name="errors">Takes what is found.</param>
    /// <param name="path">The list's path.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="schema">The schema they are looked up in.</param>
    /// <param name="mayBeTooMany">The old object had as many.</param>
    public static void Validate(
        FieldErrorList errors, FieldPath path, ListOf<SelectableField> fields, JSONSchemaProps schema, bool mayBeTooMany)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Count; i++)
        {
            var (at, text) = (path.Index(i).Child("jsonPath"), fields[i].JsonPath);
            if (text.Length == 0)
            {
                errors.Add(FieldError.Required(at, ""));
                continue;
            }

            if (SchemaPath.Resolve(text, schema, allowArrays: false, out var found) is { } problem)
            {
                errors.Add(FieldError.Invalid(at, text, "is an invalid path: " + problem));
                continue;
            }

            if (found.Root == "metadata") errors.Add(FieldError.Invalid(at, text, "must not point to fields in metadata"));
            if (found.Schema is not { Type: "string" or "boolean" or "integer" }) errors.Add(FieldError.Invalid(at, text, Scalars));
            if (!seen.Add(found.Text)) errors.Add(FieldError.Duplicate(at, text));
        }

        if (seen.Count > DefinitionTolerance.MaxSelectableFields && !mayBeTooMany)
            errors.Add(FieldError.TooMany(path, seen.Count, DefinitionTolerance.MaxSelectableFields));
    }
}
