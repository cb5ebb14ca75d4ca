using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Patch;

/// <summary>A document under JSON patch. Objects and arrays are opened, copied into a changeable form, where an operation goes.</summary>
internal sealed class JsonPatchDocument(JsonValue value)
{
    private long _copiedBytes;

    // A node is a JsonValue nobody went into yet, a Dictionary<string, object?>, or a List<object?>; null is JSON's null.
    public object? Root { get; set; } = Node(value);

    public static object? Node(JsonValue value) => value.IsNull ? null : value;

    public JsonValue ToValue() => ToValue(Root);

    public static JsonValue ToValue(object? node) => node switch
    {
        null => JsonValue.Null,
        Dictionary<string, object?> members => JsonValue.From(
            members.Select(member => KeyValuePair.Create(member.Key, ToValue(member.Value))).ToMapOf()),
        List<object?> items => JsonValue.From(items.Select(ToValue).ToListOf()),
        _ => (JsonValue)node,
    };

    /// <summary>Adds a value to what was copied so far; the error when that is more than a patch may.</summary>
    public string? CountCopy(object? node)
    {
        using var writer = new JsonWriter();
        JsonValueCodec.WriteJson(writer, ToValue(node));
        _copiedBytes += writer.Length;
        return _copiedBytes <= JsonPatch.MostCopiedBytes ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Unable to complete the copy, the accumulated size increase of copy is {_copiedBytes}, exceeding the limit {JsonPatch.MostCopiedBytes}");
    }

    /// <summary>A node that later changes of the other leave alone.</summary>
    public static object? Copy(object? node) => Node(ToValue(node));

    /// <summary>The place a JSON pointer leads to, taken or not; null when its parent is missing or no container.</summary>
    public JsonPatchPlace? Find(string pointer)
    {
        var steps = pointer.Split('/');
        if (steps.Length < 2) return null;
        var container = Root = Open(Root);
        foreach (var step in steps[1..^1])
        {
            var place = new JsonPatchPlace(container, Unescape(step));
            if (place.Get(out var next) is not null || next is null) return null;
            container = Open(next);
            if (container is not (Dictionary<string, object?> or List<object?>)) return null;
            place.Set(container);
        }

        return container is Dictionary<string, object?> or List<object?> ? new JsonPatchPlace(container, Unescape(steps[^1])) : null;
    }

    private static object? Open(object? node)
    {
        if (node is not JsonValue value) return node;
        return value.Kind switch
        {
            JsonKind.Object => Opened(value.Members),
            JsonKind.Array => value.Items.Select(Node).ToList(),
            _ => node,
        };
    }

    private static Dictionary<string, object?> Opened(MapOf<JsonValue> members)
    {
        var opened = new Dictionary<string, object?>(members.Count);
        foreach (var (name, member) in members) opened[name] = Node(member);
        return opened;
    }

    private static string Unescape(string step) =>
        step.Contains('~', StringComparison.Ordinal)
            ? step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            : step;
}
