using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Fills in what a schema has defaults for. Upstream: <c>apiserver/schema/defaulting</c>.</summary>
internal static class SchemaDefaulting
{
    /// <summary>The value with its defaults; a null where null is not allowed counts as absent.</summary>
    /// <remarks>Nulls without default have been dropped before (<see cref="DropNulls"/>).</remarks>
    public static JsonValue Apply(JsonValue value, JSONSchemaProps? schema)
    {
        if (schema is null) return value;
        if (value.Kind == JsonKind.Array)
        {
            var (items, item) = (value.Items, schema.Items?.Schema);
            for (var i = 0; i < items.Count; i++)
                if (Apply(OrDefault(items[i], item), item) is var made && made != items[i]) items = items.SetItem(i, made);
            return items.Equals(value.Items) ? value : JsonValue.From(items);
        }

        if (value.Kind != JsonKind.Object) return value;
        foreach (var (name, property) in schema.Properties)
            if (!property.Default.IsAbsent && (!value.Members.TryGetValue(name, out var member) || (member.IsNull && !property.Nullable)))
                value = value.With(name, JsonText.Parse(property.Default));
        foreach (var (name, member) in value.Members)
        {
            var inner = SchemaOf(name, schema);
            var start = schema.Properties.ContainsKey(name) ? member : OrDefault(member, inner);
            if (Apply(start, inner) is var made && made != member) value = value.With(name, made);
        }

        return value;
    }

    /// <summary>The value without nulls where null is not allowed; those that will get a default stay.</summary>
    public static JsonValue DropNulls(JsonValue value, JSONSchemaProps? schema)
    {
        if (value.Kind == JsonKind.Array)
        {
            var items = value.Items;
            for (var i = 0; i < items.Count; i++)
                if (DropNulls(items[i], schema?.Items?.Schema) is var made && made != items[i]) items = items.SetItem(i, made);
            return items.Equals(value.Items) ? value : JsonValue.From(items);
        }

        if (value.Kind != JsonKind.Object) return value;
        foreach (var (name, member) in value.Members)
        {
            var inner = schema is null ? null : SchemaOf(name, schema);
            if (member.IsNull && inner is { Nullable: false, Default.IsAbsent: true }) value = value.Without(name);
            else if (DropNulls(member, inner) is var made && made != member) value = value.With(name, made);
        }

        return value;
    }

    private static JsonValue OrDefault(JsonValue value, JSONSchemaProps? schema) =>
        value.IsNull && schema is { Nullable: false } ? JsonText.Parse(schema.Default) : value;

    private static JSONSchemaProps? SchemaOf(string name, JSONSchemaProps schema) =>
        schema.Properties.TryGetValue(name, out var property) ? property : schema.AdditionalProperties?.Schema;
}
