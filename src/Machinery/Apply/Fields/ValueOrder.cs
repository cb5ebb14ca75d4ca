using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>
/// Compares values as field ownership does: integers and other numbers by what they amount to, and values of different kinds in a
/// fixed order (numbers, strings, booleans, lists, maps, null). Upstream: <c>value.Compare</c>.
/// </summary>
internal static class ValueOrder
{
    public static bool Same(JsonValue left, JsonValue right)
    {
        if (left.Kind == JsonKind.Integer && right.Kind == JsonKind.Integer) return left == right;
        if (left.AsDouble() is { } number) return number == right.AsDouble();
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            JsonKind.Array => SameItems(left.Items, right.Items),
            JsonKind.Object => SameMembers(left.Members, right.Members),
            _ => left == right,
        };
    }

    public static int Compare(JsonValue left, JsonValue right)
    {
        var order = Rank(left).CompareTo(Rank(right));
        if (order != 0) return order;
        return left.Kind switch
        {
            JsonKind.Integer when right.Kind == JsonKind.Integer => left.AsInteger()!.Value.CompareTo(right.AsInteger()!.Value),
            JsonKind.Integer or JsonKind.Double => left.AsDouble()!.Value.CompareTo(right.AsDouble()!.Value),
            JsonKind.String => Utf8Order.Compare(left.AsString(), right.AsString()),
            JsonKind.Bool => left.AsBool()!.Value.CompareTo(right.AsBool()!.Value),
            JsonKind.Array => CompareItems(left.Items, right.Items),
            JsonKind.Object => CompareMembers(left.Members, right.Members),
            _ => 0,
        };
    }

    /// <summary>Member by member in the order of the names: the name first, then the value; the shorter map first.</summary>
    public static int CompareMembers(MapOf<JsonValue> left, MapOf<JsonValue> right)
    {
        var a = left.AsSpan();
        var b = right.AsSpan();
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            var order = Utf8Order.Compare(a[i].Key, b[i].Key);
            if (order == 0) order = Compare(a[i].Value, b[i].Value);
            if (order != 0) return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    public static bool SameMembers(MapOf<JsonValue> left, MapOf<JsonValue> right)
    {
        var a = left.AsSpan();
        var b = right.AsSpan();
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
            if (a[i].Key != b[i].Key || !Same(a[i].Value, b[i].Value)) return false;
        return true;
    }

    private static bool SameItems(ListOf<JsonValue> left, ListOf<JsonValue> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
            if (!Same(left[i], right[i])) return false;
        return true;
    }

    private static int CompareItems(ListOf<JsonValue> left, ListOf<JsonValue> right)
    {
        for (var i = 0; i < left.Count && i < right.Count; i++)
            if (Compare(left[i], right[i]) is var order and not 0) return order;
        return left.Count.CompareTo(right.Count);
    }

    private static int Rank(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer or JsonKind.Double => 0,
        JsonKind.String => 1,
        JsonKind.Bool => 2,
        JsonKind.Array => 3,
        JsonKind.Object => 4,
        _ => 5,
    };
}
