using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.CustomResources.Rules;

/// <summary>A part of an object as its rules see it. Upstream: <c>UnstructuredToVal</c>.</summary>
/// <remarks>
/// Fields have names that expressions can say, numbers that may have fractions are doubles. Times, durations and bytes are values of which rules
/// can only ask whether they are there and the same: anything else is no overload, and so refuses the object.
/// </remarks>
internal static class SelfValue
{
    private const string Opaque = "\0opaque";

    public static JsonValue Of(JsonValue value, JSONSchemaProps? schema)
    {
        if (schema is null) return value;
        return value.Kind switch
        {
            JsonKind.Array when schema.Items?.Schema is { } item => JsonValue.From(value.Items.Select(one => Of(one, item)).ToListOf()),
            JsonKind.Object => OfObject(value, schema),
            JsonKind.Integer when schema.Type == "number" => JsonValue.From(value.AsDouble()!.Value),
            JsonKind.String when IsOpaque(schema) => JsonValue.Null.With(Opaque, value),
            _ => value,
        };
    }

    /// <summary>The name of a field in an expression; null for one that cannot be said.</summary>
    public static string? NameOf(string field)
    {
        if (field.Length == 0 || char.IsAsciiDigit(field[0])) return null;
        if (ExpressionParser.IsReserved(field)) return $"__{field}__";
        foreach (var c in field)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-' or '/')) return null;
        return field.Replace("__", "__underscores__", StringComparison.Ordinal).Replace(".", "__dot__", StringComparison.Ordinal)
            .Replace("-", "__dash__", StringComparison.Ordinal).Replace("/", "__slash__", StringComparison.Ordinal);
    }

    private static JsonValue OfObject(JsonValue value, JSONSchemaProps schema)
    {
        // The keys of a map are data.
        if (schema.AdditionalProperties?.Schema is { } additional)
            return JsonValue.From(value.Members.ToDictionary(static one => one.Key, one => Of(one.Value, additional)).ToMapOf());
        var members = new Dictionary<string, JsonValue>();
        foreach (var (name, member) in value.Members)
            if (NameOf(name) is { } said) members[said] = schema.Properties.TryGetValue(name, out var inner) ? Of(member, inner) : member;
        return JsonValue.From(members.ToMapOf());
    }

    private static bool IsOpaque(JSONSchemaProps schema) =>
        schema is { Type: "string", XKubernetesIntOrString: false, Format: "date" or "date-time" or "duration" or "byte" };
}
