using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.CustomResources.Rules;

/// <summary>A part of an object as its rules see it. Upstream: <c>UnstructuredToVal</c>.</summary>
/// <remarks>
/// Fields have names that expressions can say, numbers that may have fractions are doubles; times, durations and bytes are values of
/// types of their own.
/// </remarks>
internal static class SelfValue
{
    public static JsonValue Of(JsonValue value, JSONSchemaProps? schema)
    {
        if (schema is null) return value;
        return value.Kind switch
        {
            JsonKind.Array when schema.Items?.Schema is { } item => JsonValue.From(value.Items.Select(one => Of(one, item)).ToListOf()),
            JsonKind.Object => OfObject(value, schema),
            JsonKind.Integer when schema.Type == "number" => JsonValue.From(value.AsDouble()!.Value),
            JsonKind.String when schema is { Type: "string", XKubernetesIntOrString: false } => OfText(value, schema.Format),
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

    /// <summary>What is no value of its format, which validation says, stays a text.</summary>
    private static JsonValue OfText(JsonValue value, string format)
    {
        var text = value.AsString()!;
        var made = format switch
        {
            "date-time" => TimestampValue.Read(text),
            "date" => TimestampValue.Read(text + "T00:00:00Z"),
            "duration" => DurationValue.Read(text),
            "byte" => BytesValue.Read(text),
            _ => Evaluated.Of(value),
        };
        return made.IsError ? value : made.Value;
    }
}
