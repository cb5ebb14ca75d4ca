using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Defaults fit their own schema and hold nothing that it would drop. Upstream: <c>structuraldefaulting.ValidateDefaults</c>.</summary>
/// <remarks>Not done yet: rules in CEL are not evaluated on defaults, and metadata of embedded resources is not checked.</remarks>
internal static class SchemaDefaultRules
{
    /// <param name="errors">Takes what is found.</param>
    /// <param name="path">The schema's path.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="mayBeUnpruned">The old definition had defaults with unknown fields.</param>
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema, bool mayBeUnpruned)
    {
        if (!schema.Default.IsAbsent)
        {
            var value = JsonText.Parse(schema.Default);
            if (!mayBeUnpruned && SchemaPruning.HasUnknownFields(value, schema))
                errors.Add(FieldError.Invalid(path.Child("default"), JsonText.Shown(value), "must not have unknown fields"));
            SchemaValidator.Validate(errors, path.Child("default"), value, schema);
        }

        if (schema.Items?.Schema is { } items) Validate(errors, path.Child("items"), items, mayBeUnpruned);
        foreach (var (name, property) in schema.Properties) Validate(errors, path.Child("properties").Key(name), property, mayBeUnpruned);
    }

    public static bool IsUnpruned(JSONSchemaProps schema) =>
        !schema.Default.IsAbsent && SchemaPruning.HasUnknownFields(JsonText.Parse(schema.Default), schema);
}
