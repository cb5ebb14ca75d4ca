using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>
/// Turns a structural schema into what OpenAPI documents hold: an int-or-string spelt out, embedded resources with their members, and
/// for version 2 without what its readers cannot bear. Upstream: <c>apiserver/schema/unfold.go</c>, <c>controller/openapi/v2</c>.
/// </summary>
internal static class CustomSchema
{
    private const string PreserveUnknown = "x-kubernetes-preserve-unknown-fields";

    private static readonly JsonValue s_intOrString = JsonValue.From((ListOf<JsonValue>)
        [JsonValue.Null.With("type", "integer"), JsonValue.Null.With("type", "string")]);

    public static JsonValue Convert(JSONSchemaProps schema, OpenApiDialect dialect)
    {
        using var writer = new JsonWriter();
        schema.WriteJson(writer);
        var reader = new JsonReader(writer.Written, DecodeOptions.Default);
        return Convert(JsonValueCodec.ReadJson(ref reader), dialect);
    }

    public static JsonValue WithObjectMembers(JsonValue properties, OpenApiDialect dialect) => WithTypeMembers(properties)
        .With("metadata", Reference(
            CustomDefinition.ObjectMeta,
            "Standard object's metadata. "
            + "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
            dialect));

    public static JsonValue WithTypeMembers(JsonValue properties) => properties
        .With("apiVersion", JsonValue.Null.With("type", "string").With("description",
            "APIVersion defines the version of the API in which the object is written: group/version. "
            + "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources"))
        .With("kind", JsonValue.Null.With("type", "string").With("description",
            "Kind names what the object is, in CamelCase; it cannot be changed. "
            + "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds"));

    public static JsonValue Reference(string name, string description, OpenApiDialect dialect)
    {
        var pointer = JsonValue.Null.With("$ref", Definition.Pointer(dialect, name));
        return dialect == OpenApiDialect.V2
            ? pointer.With("description", description)
            : JsonValue.Null.With("allOf", JsonValue.From((ListOf<JsonValue>)[pointer])).With("description", description);
    }

    private static JsonValue Convert(JsonValue schema, OpenApiDialect dialect)
    {
        if (schema[PreserveUnknown].AsBool() == false) schema = schema.Without(PreserveUnknown);
        schema = dialect == OpenApiDialect.V2 ? Reduce(schema) : Unfold(schema);
        if (!schema["properties"].IsNull) schema = schema.With("properties", Each(schema["properties"], dialect));
        if (!schema["items"].IsNull) schema = schema.With("items", Convert(schema["items"], dialect));
        if (schema["additionalProperties"].Kind == JsonKind.Object)
            schema = schema.With("additionalProperties", Convert(schema["additionalProperties"], dialect));
        return schema["x-kubernetes-embedded-resource"].AsBool() == true ? Embed(schema, dialect) : schema;
    }

    private static JsonValue Each(JsonValue properties, OpenApiDialect dialect) => JsonValue.From(
        properties.Members.Select(member => KeyValuePair.Create(member.Key, Convert(member.Value, dialect))).ToMapOf());

    private static JsonValue Unfold(JsonValue schema)
    {
        if (schema["x-kubernetes-int-or-string"].AsBool() != true) return schema;
        var all = schema["allOf"].Items;
        if (schema["anyOf"] == s_intOrString || (!all.IsEmpty && all[0]["anyOf"] == s_intOrString)) return schema;
        if (schema["anyOf"].IsNull) return schema.With("anyOf", s_intOrString);
        return schema.With("allOf", JsonValue.From((ListOf<JsonValue>)[JsonValue.Null.With("anyOf", s_intOrString), .. all.AsSpan()]));
    }

    /// <summary>Without junctors; untyped where null, or fields nobody describes, may stand.</summary>
    private static JsonValue Reduce(JsonValue schema)
    {
        schema = schema.Without("allOf").Without("oneOf").Without("anyOf").Without("not");
        var (isNullable, preserves) = (schema["nullable"].AsBool() == true, schema[PreserveUnknown].AsBool() == true);
        schema = Require(schema);
        if (isNullable) schema = schema.Without("type").Without("nullable");
        if (isNullable || preserves) schema = schema.Without("items").Without("properties");
        if (schema["items"].IsNull && schema["type"].AsString() == "array") schema = schema.Without("type");
        return preserves && schema["type"].AsString() == "object" ? schema.Without("type") : schema;
    }

    /// <summary>A member that may be null is not required in version 2, as it is absent there.</summary>
    private static JsonValue Require(JsonValue schema)
    {
        if (schema["required"].IsNull) return schema;
        if (schema["additionalProperties"]["nullable"].AsBool() == true) return schema.Without("required");
        var properties = schema["properties"];
        var required = schema["required"].Items.Where(name => properties[name.AsString() ?? ""]["nullable"].AsBool() != true).ToListOf();
        return required.IsEmpty ? schema.Without("required") : schema.With("required", JsonValue.From(required));
    }

    private static JsonValue Embed(JsonValue schema, OpenApiDialect dialect)
    {
        if (dialect == OpenApiDialect.V2 && schema[PreserveUnknown].AsBool() == true) return schema;
        var required = schema["required"].Items;
        foreach (var member in (ReadOnlySpan<string>)["kind", "apiVersion"])
            if (!required.Contains(member)) required = required.Add(member);
        return schema.With("properties", WithObjectMembers(schema["properties"], dialect)).With("required", JsonValue.From(required));
    }
}
