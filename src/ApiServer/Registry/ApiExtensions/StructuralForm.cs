using Kybernet.Api.ApiExtensions.V1;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Whether a schema can be read as a structural one at all. Upstream: <c>NewStructural</c>.</summary>
internal static class StructuralForm
{
    /// <summary>The first thing that cannot be, or null.</summary>
    public static string? Problem(JSONSchemaProps? schema)
    {
        if (schema is null) return null;
        var unsupported = schema.Id.Length > 0 ? "id"
            : schema.Schema.Length > 0 ? "schema"
            : schema.Ref is { Length: > 0 } ? "$ref"
            : !schema.PatternProperties.IsEmpty ? "patternProperties"
            : !schema.Dependencies.IsEmpty ? "dependencies"
            : schema.AdditionalItems is not null ? "additionalItems"
            : !schema.Definitions.IsEmpty ? "definitions"
            : null;
        if (unsupported is not null) return $"OpenAPIV3Schema '{unsupported}' is not supported";
        if (schema.XKubernetesPreserveUnknownFields == false)
            return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
        if (schema.Items is { JSONSchemas.IsEmpty: false }) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
        return Problem(schema.Not)
            ?? First(schema.AllOf) ?? First(schema.AnyOf) ?? First(schema.OneOf)
            ?? Problem(schema.Items?.Schema)
            ?? First(schema.Properties.Values)
            ?? Problem(schema.AdditionalProperties?.Schema);
    }

    private static string? First(IEnumerable<JSONSchemaProps> schemas) => schemas.Select(Problem).FirstOrDefault(problem => problem is not null);
}
