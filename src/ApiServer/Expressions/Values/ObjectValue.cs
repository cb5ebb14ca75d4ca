using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>What an expression builds of an object: <c>Object.spec{replicas: 2}</c>. Upstream: <c>cel/mutation/dynamic</c>.</summary>
internal sealed record ObjectValue(string Name, MapOf<JsonValue> Members) : IForeignValue, IForeignFields
{
    public string Type => Name;

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => null;

    public Evaluated? Find(string field) => Members.TryGetValue(field, out var value) ? Evaluated.Of(value) : null;

    /// <summary>As JSON; null with what is wrong.</summary>
    /// <param name="value">The value.</param>
    /// <param name="place">What an object here has to be called: the fields that lead to it. Lists and maps between say nothing. Null for any name.</param>
    /// <param name="problem">Empty when nothing is wrong.</param>
    public static JsonValue? ToJson(JsonValue value, string? place, out string problem)
    {
        problem = "";
        switch (value.Kind)
        {
            case JsonKind.Array:
                var items = new List<JsonValue>();
                foreach (var item in value.Items)
                {
                    if (ToJson(item, place, out problem) is not { } json) return null;
                    items.Add(json);
                }

                return JsonValue.From(items.ToListOf());
            case JsonKind.Object:
                return MembersToJson(value.Members, _ => place, out problem);
            case JsonKind.Foreign when value.AsForeign() is ObjectValue inner:
                if (place is null || inner.Name == place) return MembersToJson(inner.Members, key => $"{inner.Name}.{key}", out problem);
                problem = $"type mismatch: unexpected type name \"{inner.Name}\", expected \"{place}\", which matches field name path from root Object type";
                return null;
            case JsonKind.Foreign:
                if (value.AsForeign() is BytesValue or DurationValue or TimestampValue) return JsonValue.From(value.AsForeign()!.ToString());
                problem = $"unsupported type {TypeValue.Of(value)}";
                return null;
            default:
                return value;
        }
    }

    private static JsonValue? MembersToJson(MapOf<JsonValue> members, Func<string, string?> placeOf, out string problem)
    {
        problem = "";
        var made = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var (key, member) in members)
        {
            if (ToJson(member, placeOf(key), out problem) is not { } json) return null;
            made[key] = json;
        }

        return JsonValue.From(made.ToMapOf());
    }
}
