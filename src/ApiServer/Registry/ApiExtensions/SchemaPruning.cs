using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Drops the fields a schema does not know. Upstream: <c>apiserver/schema/pruning</c>.</summary>
internal static class SchemaPruning
{
    /// <summary>A custom resource as it is stored; what of its own metadata is unknown is not looked at.</summary>
    /// <param name="value">The object.</param>
    /// <param name="schema">The schema of its version; without one nothing is known.</param>
    /// <param name="unknown">Takes the paths of the fields dropped (<c>spec.list[0].field</c>), in no order.</param>
    public static JsonValue PruneResource(JsonValue value, JSONSchemaProps? schema, ICollection<string>? unknown = null) =>
        Prune(value, (schema ?? JSONSchemaProps.Empty) with { XKubernetesEmbeddedResource = true }, unknown is null ? null : "", unknown);

    /// <summary>Whether storing the value would drop something.</summary>
    public static bool HasUnknownFields(JsonValue value, JSONSchemaProps? schema) => Prune(value, schema, null, null) != value;

    private static JsonValue Prune(JsonValue value, JSONSchemaProps? schema, string? path, ICollection<string>? unknown)
    {
        if (schema?.XKubernetesPreserveUnknownFields == true) return KeepUnknown(value, schema, path, unknown);
        return value.Kind switch
        {
            JsonKind.Array => Items(value, path, (item, at) => Prune(item, schema?.Items?.Schema, at, unknown)),
            JsonKind.Object => Members(value, path, schema, unknown, keepsAll: false),
            _ => value,
        };
    }

    /// <summary>Unknown fields stay, in the items of lists too; those of fields with a schema of their own do not.</summary>
    private static JsonValue KeepUnknown(JsonValue value, JSONSchemaProps? schema, string? path, ICollection<string>? unknown) =>
        schema is null ? value : value.Kind switch
        {
            JsonKind.Array => Items(value, path, (item, at) => KeepUnknown(item, schema.Items?.Schema, at, unknown)),
            JsonKind.Object => Members(value, path, schema, unknown, keepsAll: true),
            _ => value,
        };

    private static JsonValue Items(JsonValue array, string? path, Func<JsonValue, string?, JsonValue> prune)
    {
        var items = array.Items;
        for (var i = 0; i < items.Count; i++)
            if (prune(items[i], path is null ? null : $"{path}[{i}]") is var pruned && pruned != items[i]) items = items.SetItem(i, pruned);
        return items.Equals(array.Items) ? array : JsonValue.From(items);
    }

    private static JsonValue Members(
        JsonValue value, string? path, JSONSchemaProps? schema, ICollection<string>? unknown, bool keepsAll)
    {
        var made = value;
        foreach (var (name, member) in value.Members)
        {
            var isMeta = name is "apiVersion" or "kind" or "metadata";
            if (isMeta && schema is { XKubernetesEmbeddedResource: true }) continue;
            var at = path is null ? null : path.Length == 0 ? name : $"{path}.{name}";
            if (schema is not null && schema.Properties.TryGetValue(name, out var property))
                made = With(made, name, member, Prune(member, property, at, unknown));
            else if (schema?.AdditionalProperties is { } additional)
                made = With(made, name, member, Prune(member, additional.Schema, at, unknown));
            else if (!keepsAll)
            {
                made = made.Without(name);
                if (at is not null && (schema is null || !isMeta || path!.Length > 0)) unknown!.Add(at);
            }
        }

        return made;
    }

    private static JsonValue With(JsonValue value, string name, JsonValue old, JsonValue member) => member == old ? value : value.With(name, member);
}
