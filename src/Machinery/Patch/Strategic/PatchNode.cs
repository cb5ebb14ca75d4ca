using Kybernet.Machinery.Apply.Typed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>
/// JSON in a changeable form: a <see cref="PatchMap"/>, a <see cref="PatchList"/>, a <see cref="JsonValue"/> for a scalar, or null.
/// </summary>
internal static class PatchNode
{
    public static object? From(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => null,
        JsonKind.Array => new PatchList(value.Items.Select(From)),
        JsonKind.Object => ToMap(value),
        _ => value,
    };

    public static PatchMap ToMap(JsonValue value)
    {
        var map = new PatchMap(value.Members.Count);
        foreach (var (name, member) in value.Members) map[name] = From(member);
        return map;
    }

    public static JsonValue ToValue(object? node) => node switch
    {
        null => JsonValue.Null,
        PatchMap map => JsonValue.From(map.Select(member => KeyValuePair.Create(member.Key, ToValue(member.Value))).ToMapOf()),
        PatchList list => JsonValue.From(list.Select(ToValue).ToListOf()),
        _ => (JsonValue)node,
    };

    public static string? AsString(object? node) => node is JsonValue value ? value.AsString() : null;

    /// <summary>The Go type of the node, by which upstream tells values apart; an integer is not another number.</summary>
    public static string GoType(object? node) => GoText.TypeName(Shallow(node));

    public static string Text(object? node) => GoText.Plain(ToValue(node));

    /// <summary>As Go's <c>==</c> on scalars: kind and value.</summary>
    public static bool Same(object? left, object? right) => left is null ? right is null : left is JsonValue && left.Equals(right);

    private static JsonValue Shallow(object? node) => node switch
    {
        null => JsonValue.Null,
        PatchMap => JsonValue.From(MapOf<JsonValue>.Empty),
        PatchList => JsonValue.From(ListOf<JsonValue>.Empty),
        _ => (JsonValue)node,
    };
}

/// <summary>An object.</summary>
internal sealed class PatchMap(int capacity = 0) : Dictionary<string, object?>(capacity)
{
    /// <summary>The names now, in order: the map may change while they are walked.</summary>
    public List<string> SortedNames()
    {
        var names = Keys.ToList();
        names.Sort(Utf8Order.Comparer);
        return names;
    }
}

/// <summary>A list.</summary>
internal sealed class PatchList : List<object?>
{
    public PatchList()
    {
    }

    public PatchList(IEnumerable<object?> items)
        : base(items)
    {
    }
}
