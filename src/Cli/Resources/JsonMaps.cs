using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Resources;

/// <summary>Builds JSON objects and reads from them.</summary>
internal static class JsonMaps
{
    /// <summary>An object of these members; those that are null are left out.</summary>
    public static JsonValue Of(params ReadOnlySpan<(string Name, JsonValue Value)> members)
    {
        var kept = new List<KeyValuePair<string, JsonValue>>();
        foreach (var (name, value) in members)
            if (!value.IsNull) kept.Add(KeyValuePair.Create(name, value));
        return JsonValue.From(kept.ToMapOf());
    }

    public static JsonValue ListOf(params IEnumerable<JsonValue> items) => JsonValue.From(items.ToListOf());

    public static JsonValue MapOf(IEnumerable<KeyValuePair<string, string>> pairs) =>
        JsonValue.From(pairs.Select(static pair => KeyValuePair.Create(pair.Key, JsonValue.From(pair.Value))).ToMapOf());

    public static IEnumerable<KeyValuePair<string, JsonValue>> Pairs(this JsonValue value)
    {
        foreach (var pair in (IEnumerable<KeyValuePair<string, JsonValue>>)value.Members) yield return pair;
    }

    /// <summary>The text at a path of members; empty where there is none.</summary>
    public static string Text(this JsonValue value, params ReadOnlySpan<string> path) => value.At(path).AsString() ?? "";

    public static long Int(this JsonValue value, params ReadOnlySpan<string> path) => value.At(path).AsInteger() ?? 0;

    public static string Name(this JsonValue value) => value.Text("metadata", "name");

    public static string Space(this JsonValue value) => value.Text("metadata", "namespace");

    /// <summary>The object with the value at a path of members set; objects on the way are made.</summary>
    public static JsonValue Set(this JsonValue value, ReadOnlySpan<string> path, JsonValue leaf) =>
        path.Length == 0 ? leaf : value.With(path[0], value[path[0]].Set(path[1..], leaf));
}
