using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Methods of lists that Kubernetes adds to CEL. Upstream: <c>apiserver/pkg/cel/library/lists.go</c>.</summary>
internal static class ListFunctions
{
    /// <summary>Null when there is no such method for these arguments.</summary>
    public static Evaluated? Apply(string name, ListOf<JsonValue> items, ReadOnlySpan<JsonValue> arguments) => (name, arguments.Length) switch
    {
        ("isSorted", 0) => IsSorted(items),
        ("sum", 0) => Sum(items),
        ("min", 0) => Extreme(items, "<", name),
        ("max", 0) => Extreme(items, ">", name),
        ("indexOf", 1) => Evaluated.Of(IndexOf(items, arguments[0], 0, 1)),
        ("lastIndexOf", 1) => Evaluated.Of(IndexOf(items, arguments[0], items.Count - 1, -1)),
        _ => null,
    };

    private static Evaluated IsSorted(ListOf<JsonValue> items)
    {
        for (var i = 1; i < items.Count; i++)
        {
            var inOrder = Operators.Apply("<=", [items[i - 1], items[i]])!.Value;
            if (inOrder.Truth != true) return inOrder;
        }

        return Evaluated.Of(true);
    }

    /// <summary>Of nothing it is 0, which is equal to a sum of any type of numbers.</summary>
    private static Evaluated Sum(ListOf<JsonValue> items)
    {
        if (items.IsEmpty) return Evaluated.Of(0L);
        var sum = Evaluated.Of(items[0]);
        if (sum.Value.AsDouble() is null) return Evaluated.NoOverload;
        for (var i = 1; i < items.Count && !sum.IsError; i++) sum = Operators.Apply("+", [sum.Value, items[i]])!.Value;
        return sum;
    }

    private static Evaluated Extreme(ListOf<JsonValue> items, string symbol, string name)
    {
        if (items.IsEmpty) return Evaluated.Fail($"{name} called on empty list");
        var extreme = items[0];
        for (var i = 1; i < items.Count; i++)
        {
            var isBeyond = Operators.Apply(symbol, [items[i], extreme])!.Value;
            if (isBeyond.IsError) return isBeyond;
            if (isBeyond.Truth == true) extreme = items[i];
        }

        return Evaluated.Of(extreme);
    }

    private static long IndexOf(ListOf<JsonValue> items, JsonValue wanted, int start, int step)
    {
        for (var i = start; i >= 0 && i < items.Count; i += step)
            if (Operators.AreEqual(items[i], wanted)) return i;
        return -1;
    }
}
