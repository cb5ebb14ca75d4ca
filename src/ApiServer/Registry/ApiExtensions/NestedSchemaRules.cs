using System.Text.RegularExpressions;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// Schemas under <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c> restrict values and define nothing. Upstream:
/// <c>validateValueValidation</c>, <c>validateNestedValueValidation</c>.
/// </summary>
internal static class NestedSchemaRules
{
    private static readonly ListOf<JSONSchemaProps> s_intOrString = [new() { Type = "integer" }, new() { Type = "string" }];

    /// <summary>The value rules of a schema that defines. <c>anyOf: integer, string</c> may stand there, or first in its <c>allOf</c>.</summary>
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema) =>
        Values(errors, path, schema, schema.AnyOf == s_intOrString, !schema.AllOf.IsEmpty && schema.AllOf[0].AnyOf == s_intOrString);

    private static void Values(
        FieldErrorList errors, FieldPath path, JSONSchemaProps schema, bool skipAnyOf, bool skipFirstAllOfAnyOf)
    {
        if (!skipAnyOf)
            for (var i = 0; i < schema.AnyOf.Count; i++) Nested(errors, path.Child("anyOf").Index(i), schema.AnyOf[i]);
        for (var i = 0; i < schema.AllOf.Count; i++)
            Nested(errors, path.Child("allOf").Index(i), schema.AllOf[i], skipFirstAllOfAnyOf && i == 0);
        for (var i = 0; i < schema.OneOf.Count; i++) Nested(errors, path.Child("oneOf").Index(i), schema.OneOf[i]);
        Nested(errors, path.Child("not"), schema.Not);
        if (schema.Pattern.Length > 0 && PatternProblem(schema.Pattern) is { } problem)
            errors.Add(FieldError.Invalid(
                path.Child("pattern"), schema.Pattern, $"must be a valid regular expression, but isn't: {problem}"));
    }

    private static void Nested(FieldErrorList errors, FieldPath path, JSONSchemaProps? schema, bool skipAnyOf = false)
    {
        if (schema is null) return;
        Values(errors, path, schema, skipAnyOf, skipFirstAllOfAnyOf: false);
        Nested(errors, path.Child("items"), schema.Items?.Schema);
        foreach (var (name, property) in schema.Properties) Nested(errors, path.Child("properties").Key(name), property);
        Forbid(errors, path, "type", schema.Type.Length > 0, "empty");
        Forbid(
            errors, path, "additionalProperties", schema.AdditionalProperties is { } additional && (additional.Schema is not null || additional.Allows),
            "undefined");
        Forbid(errors, path, "default", !schema.Default.IsAbsent, "undefined");
        Forbid(errors, path, "title", schema.Title.Length > 0, "empty");
        Forbid(errors, path, "description", schema.Description.Length > 0, "empty");
        Forbid(errors, path, "nullable", schema.Nullable, "false");
        Forbid(errors, path, "x-kubernetes-preserve-unknown-fields", schema.XKubernetesPreserveUnknownFields == true, "false");
        Forbid(errors, path, "x-kubernetes-embedded-resource", schema.XKubernetesEmbeddedResource, "false");
        Forbid(errors, path, "x-kubernetes-int-or-string", schema.XKubernetesIntOrString, "false");
        Forbid(errors, path, "x-kubernetes-list-map-keys", !schema.XKubernetesListMapKeys.IsEmpty, "empty");
        Forbid(errors, path, "x-kubernetes-list-type", schema.XKubernetesListType is not null, "undefined");
        Forbid(errors, path, "x-kubernetes-map-type", schema.XKubernetesMapType is not null, "undefined");
        Forbid(errors, path, "x-kubernetes-validations", !schema.XKubernetesValidations.IsEmpty, "empty");
        if (schema.Properties.ContainsKey("metadata"))
            errors.Add(FieldError.Forbidden(path.Child("properties").Key("metadata"), "must not be specified in a nested context"));
    }

    private static void Forbid(FieldErrorList errors, FieldPath path, string field, bool isSet, string needed)
    {
        if (isSet) errors.Add(FieldError.Forbidden(path.Child(field), $"must be {needed} to be structural"));
    }

    /// <summary>
    /// What the platform finds wrong with the expression. Go's own forms (<c>(?P&lt;name&gt;)</c>, <c>\Q</c>, POSIX classes) are
    /// not the platform's to judge: an expression that has them passes.
    /// </summary>
    private static string? PatternProblem(string pattern)
    {
        if (pattern.Contains("(?P<", StringComparison.Ordinal) || pattern.Contains(@"\Q", StringComparison.Ordinal)
            || pattern.Contains("[:", StringComparison.Ordinal) || pattern.Contains(@"\p", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return null;
        }
        catch (RegexParseException failure)
        {
            return $"error parsing regexp: {failure.Error}";
        }
    }
}
