using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>A schema and all schemas inside it. Upstream: <c>ValidateCustomResourceDefinitionOpenAPISchema</c>.</summary>
/// <remarks>That rules in CEL compile and what they cost is checked elsewhere.</remarks>
internal static class OpenApiSchemaRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps? schema, SchemaPlace place, bool isRoot)
    {
        if (schema is null) return;
        StandardSchemaRules.Validate(errors, path, schema, place);
        if (schema.UniqueItems)
            errors.Add(FieldError.Forbidden(
                path.Child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        ValidateMembers(errors, path, schema, place, isRoot);
        Validate(errors, path.Child("not"), schema.Not, place, isRoot: false);
        ValidateAll(errors, path.Child("allOf"), schema.AllOf, place);
        ValidateAll(errors, path.Child("oneOf"), schema.OneOf, place);
        ValidateAll(errors, path.Child("anyOf"), schema.AnyOf, place);
        foreach (var (name, inner) in schema.Definitions) Validate(errors, path.Child("definitions").Key(name), inner, place, isRoot: false);
        if (schema.Items is { } items)
        {
            Validate(errors, path.Child("items"), items.Schema, place, isRoot: false);
            ValidateAll(errors, path.Child("items"), items.JSONSchemas, place);
        }

        foreach (var (name, dependency) in schema.Dependencies)
            Validate(errors, path.Child("dependencies").Key(name), dependency.Schema, place, isRoot: false);
        if (schema.XKubernetesPreserveUnknownFields == false)
            errors.Add(FieldError.Invalid(
                path.Child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"));
        MapTypeRules.Validate(errors, path, schema);
        ListTypeRules.Validate(errors, path, schema, place.Tolerance);
        ValidationRuleRules.Validate(errors, path.Child("x-kubernetes-validations"), schema);
    }

    private static void ValidateAll(FieldErrorList errors, FieldPath path, ListOf<JSONSchemaProps> schemas, SchemaPlace place)
    {
        for (var i = 0; i < schemas.Count; i++) Validate(errors, path.Index(i), schemas[i], place, isRoot: false);
    }

    /// <summary>Properties make a struct, additional properties a map; a schema is one or the other.</summary>
    private static void ValidateMembers(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, SchemaPlace place, bool isRoot)
    {
        if (schema.AdditionalProperties is { } additional)
        {
            if (!schema.Properties.IsEmpty && (!additional.Allows || additional.Schema is not null))
                errors.Add(FieldError.Forbidden(
                    path.Child("additionalProperties"), "additionalProperties and properties are mutual exclusive"));
            var inner = place.InsideMetadata
                ? place with { NoDefaults = "inside additionalProperties applying to object metadata" }
                : place;
            Validate(errors, path.Child("additionalProperties"), additional.Schema, inner, isRoot: false);
        }

        foreach (var (name, property) in schema.Properties)
        {
            var inner = place;
            if ((isRoot || schema.XKubernetesEmbeddedResource) && name is ("metadata" or "kind" or "apiVersion"))
            {
                inner = inner with { InsideMetadata = true };
                if (isRoot) inner = inner with { NoDefaults = $"in top-level {name}" };
            }

            Validate(errors, path.Child("properties").Key(name), property, inner, isRoot: false);
        }
    }
}
