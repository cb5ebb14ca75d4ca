using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Fields a schema does not know. Upstream: <c>apiserver/schema/pruning</c>.</summary>
internal static class SchemaPruning
{
    /// <summary>Whether storing the value would drop something. Nothing is known without a schema.</summary>
    public static bool HasUnknownFields(JsonValue value, JSONSchemaProps? schema)
    {
        if (schema?.XKubernetesPreserveUnknownFields == true) return HasUnknownFieldsInside(value, schema);
        return value.Kind switch
        {
            JsonKind.Array => Any(value, item => HasUnknownFields(item, schema?.Items?.Schema)),
            JsonKind.Object => value.Members.Any(member => IsUnknown(member.Key, member.Value, schema, keepsAll: false)),
            _ => false,
        };
    }

    /// <summary>Unknown fields of the value are kept, in lists items' too; those of fields with a schema of their own are not.</summary>
    private static bool HasUnknownFieldsInside(JsonValue value, JSONSchemaProps? schema) => schema is not null && value.Kind switch
    {
        JsonKind.Array => Any(value, item => HasUnknownFieldsInside(item, schema.Items?.Schema)),
        JsonKind.Object => value.Members.Any(member => IsUnknown(member.Key, member.Value, schema, keepsAll: true)),
        _ => false,
    };

    private static bool IsUnknown(string name, JsonValue value, JSONSchemaProps? schema, bool keepsAll)
    {
        if (schema is { XKubernetesEmbeddedResource: true } && name is ("apiVersion" or "kind" or "metadata")) return false;
        if (schema is not null && schema.Properties.TryGetValue(name, out var property)) return HasUnknownFields(value, property);
        return schema?.AdditionalProperties is { } additional ? HasUnknownFields(value, additional.Schema) : !keepsAll;
    }

    private static bool Any(JsonValue array, Func<JsonValue, bool> predicate)
    {
        foreach (var item in array.Items)
            if (predicate(item)) return true;
        return false;
    }
}
