using Kybernet.Api.ApiExtensions.V1;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Looks through a schema and all schemas inside it. Upstream: <c>SchemaHas</c>.</summary>
internal static class SchemaWalk
{
    public static bool Any(JSONSchemaProps? schema, Func<JSONSchemaProps, bool> predicate) =>
        schema is not null && (predicate(schema) || Inside(schema).Any(inner => Any(inner, predicate)));

    /// <summary>The schemas directly inside.</summary>
    private static IEnumerable<JSONSchemaProps> Inside(JSONSchemaProps schema)
    {
        IEnumerable<JSONSchemaProps?> single =
            [schema.Items?.Schema, schema.Not, schema.AdditionalProperties?.Schema, schema.AdditionalItems?.Schema];
        return single.OfType<JSONSchemaProps>()
            .Concat(schema.Items is { } items ? items.JSONSchemas : [])
            .Concat(schema.AllOf).Concat(schema.AnyOf).Concat(schema.OneOf)
            .Concat(schema.Properties.Values).Concat(schema.PatternProperties.Values).Concat(schema.Definitions.Values)
            .Concat(schema.Dependencies.Values.Select(dependency => dependency.Schema).OfType<JSONSchemaProps>());
    }
}
