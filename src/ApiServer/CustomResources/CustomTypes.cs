using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Apply.Types;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>
/// What apply knows of a custom resource, from its schema: lists are owned as a whole unless it says otherwise, objects member by member.
/// Upstream: kube-openapi's <c>schemaconv</c> on the documents of the definition.
/// </summary>
internal static class CustomTypes
{
    public static TypeSchema Root(JSONSchemaProps? schema) => schema is null
        ? TypeSchema.OfMap(new(Meta, static () => UntypedTypes.Deduced))
        : TypeSchema.OfMap(Map(schema, hasMeta: true));

    private static TypeSchema Of(JSONSchemaProps? schema)
    {
        if (schema is null) return UntypedTypes.Atomic;
        if (schema.XKubernetesIntOrString) return TypeSchema.AnyScalar;
        switch (schema.Type)
        {
            case "object":
                return TypeSchema.OfMap(Map(schema, schema.XKubernetesEmbeddedResource));
            case "array":
                return TypeSchema.OfList(List(schema));
            case "string":
                return TypeSchema.String;
            case "boolean":
                return TypeSchema.Boolean;
            case "integer" or "number":
                return TypeSchema.Numeric;
            default:
                return schema.XKubernetesPreserveUnknownFields == true ? UntypedTypes.Deduced : UntypedTypes.Atomic;
        }
    }

    private static ListSchema List(JSONSchemaProps schema) => new(
        () => Of(schema.Items?.Schema), schema.XKubernetesListType is not ("set" or "map"),
        schema.XKubernetesListType == "map" ? [.. schema.XKubernetesListMapKeys] : []);

    private static MapSchema Map(JSONSchemaProps schema, bool hasMeta)
    {
        var isAtomic = schema.XKubernetesMapType == "atomic";
        Func<TypeSchema>? element = null;
        if (schema.XKubernetesPreserveUnknownFields == true) element = static () => UntypedTypes.Deduced;
        else if (schema.AdditionalProperties is { } additional && (additional.Schema is not null || additional.Allows))
            element = () => Of(additional.Schema);
        else if (schema.Properties.IsEmpty && !hasMeta) element = static () => UntypedTypes.Atomic;
        return new(schema.Properties.IsEmpty && !hasMeta ? null : () => Fields(schema, hasMeta), element, isAtomic);
    }

    private static IEnumerable<FieldSchema> Fields(JSONSchemaProps schema, bool hasMeta)
    {
        if (hasMeta) foreach (var field in Meta()) yield return field;
        foreach (var (name, property) in schema.Properties.AsSpan().ToArray())
        {
            if (hasMeta && name is "apiVersion" or "kind" or "metadata") continue;
            yield return property.Default.IsAbsent
                ? new(name, () => Of(property))
                : new(name, () => Of(property)) { Default = JsonText.Parse(property.Default) };
        }
    }

    private static IEnumerable<FieldSchema> Meta() =>
    [
        new("apiVersion", TypeSchema.String),
        new("kind", TypeSchema.String),
        new("metadata", static () => BuiltInApi.Types.Find("meta.v1.ObjectMeta")!),
    ];
}
