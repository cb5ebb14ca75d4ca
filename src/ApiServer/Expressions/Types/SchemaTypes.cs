using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.CustomResources.Rules;

namespace Kybernet.ApiServer.Expressions.Types;

/// <summary>The types a definition of custom resources tells. Upstream: <c>cel/openapi</c>, <c>SchemaDeclType</c>.</summary>
internal static class SchemaTypes
{
    /// <param name="schema">Of the objects; null for none.</param>
    /// <param name="name">Of the kind.</param>
    /// <param name="meta">The type of what every object has.</param>
    public static StaticType OfRoot(JSONSchemaProps? schema, string name, StaticType meta) => schema is null || IsOpen(schema)
        ? StaticType.Dyn
        : StaticType.Object(name, field => field switch
        {
            "apiVersion" or "kind" => StaticType.String,
            "metadata" => meta,
            _ => PropertyOf(schema, name, field),
        });

    private static StaticType Of(JSONSchemaProps schema, string name) => schema switch
    {
        { XKubernetesIntOrString: true } or { XKubernetesEmbeddedResource: true } => StaticType.Dyn,
        { Type: "boolean" } => StaticType.Bool,
        { Type: "integer" } => StaticType.Int,
        { Type: "number" } => StaticType.Double,
        { Type: "string", Format: "date" or "date-time" } => StaticType.Timestamp,
        { Type: "string", Format: "duration" } => StaticType.Duration,
        { Type: "string", Format: not "byte" } => StaticType.String,
        { Type: "array", Items.Schema: { } items } => StaticType.List(Of(items, name)),
        { Type: "object", AdditionalProperties.Schema: { } values } => StaticType.Map(Of(values, name)),
        { Type: "object", Properties.IsEmpty: false } when !IsOpen(schema) => StaticType.Object(name, field => PropertyOf(schema, name, field)),
        _ => StaticType.Dyn,
    };

    private static StaticType? PropertyOf(JSONSchemaProps schema, string name, string field)
    {
        foreach (var (property, inner) in schema.Properties)
            if (SelfValue.NameOf(property) == field) return Of(inner, $"{name}.{field}");
        return null;
    }

    private static bool IsOpen(JSONSchemaProps schema) => schema.XKubernetesPreserveUnknownFields == true;
}
