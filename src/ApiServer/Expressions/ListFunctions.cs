using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Methods of lists that Kubernetes adds to CEL. Upstream: <c>apiserver/pkg/cel/library/lists.go</c>, cel-go's <c>ext/lists</c>.</summary>
internal static class ListFunctions
{
    private const int MostOfRange = 100_000;

    /// <summary>Null when there is no such method for these arguments.</summary>
    public static Evaluated? Apply(string name, ListOf<JsonValue> items, ReadOnlySpan<JsonValue> arguments) => (name, arguments.Length) switch
    {
        ("isSorted", 0) => IsSorted(items),
        ("sum", 0) => Sum(items),
        ("min", 0) => Extreme(items, "<", name),
        ("max", 0) => Extreme(items, ">", name),
        ("indexOf", 1) => Evaluated.Of(IndexOf(items, arguments[0], 0, 1)),
        ("lastIndexOf", 1) => Evaluated.Of(IndexOf(items, arguments[0], items.Count - 1, -1)),
        ("reverse", 0) => Evaluated.Of(JsonValue.From(items.Reverse().ToListOf())),
        ("distinct", 0) => Evaluated.Of(JsonValue.From(Distinct(items).ToListOf())),
        ("sort", 0) => Sort(items),
        ("slice", 2) => arguments[0].AsInteger() is { } from && arguments[1].AsInteger() is { } to ? Slice(items, from, to) : null,
        ("flatten", 0) => Evaluated.Of(JsonValue.From(Flat(items, 1).ToListOf())),
        ("flatten", 1) => arguments[0].AsInteger() is { } depth
            ? depth < 0 ? Evaluated.Fail("level must be non-negative") : Evaluated.Of(JsonValue.From(Flat(items, depth).ToListOf()))
            : null,
        ("unwrapOpt", 0) => OptionalValue.Unwrap(items),
        _ => null,
    };

    /// <summary>From 0 up to, and without, a number.</summary>
    public static Evaluated Range(long count) => count > MostOfRange
        ? Evaluated.Fail(ExpressionBudget.Exceeded)
        : Evaluated.Of(JsonValue.From(Enumerable.Range(0, (int)Math.Max(0, count)).Select(static i => JsonValue.From(i)).ToListOf()));

    private static List<JsonValue> Distinct(ListOf<JsonValue> items)
    {
        var distinct = new List<JsonValue>();
        foreach (var item in items)
            if (!distinct.Exists(other => Operators.AreEqual(other, item))) distinct.Add(item);
        return distinct;
    }

    private static Evaluated Sort(ListOf<JsonValue> items)
    {
        for (var i = 1; i < items.Count; i++)
            if (Operators.Apply("<", [items[0], items[i]])!.Value is { IsError: true } wrong) return wrong;
        return Evaluated.Of(JsonValue.From(items.Order(Comparer<JsonValue>.Create(static (left, right) =>
            Operators.Apply("<", [left, right])!.Value.Truth == true ? -1 : Operators.AreEqual(left, right) ? 0 : 1)).ToListOf()));
    }

    private static Evaluated Slice(ListOf<JsonValue> items, long from, long to)
    {
        if (from < 0 || to < 0) return Evaluated.Fail($"cannot slice({from}, {to}), negative indexes not supported");
        if (from > to) return Evaluated.Fail($"cannot slice({from}, {to}), start index must be less than or equal to end index");
        if (to > items.Count) return Evaluated.Fail($"cannot slice({from}, {to}), list is length {items.Count}");
        return Evaluated.Of(JsonValue.From(items.Skip((int)from).Take((int)(to - from)).ToListOf()));
    }

    private static IEnumerable<JsonValue> Flat(ListOf<JsonValue> items, long depth) =>
        items.SelectMany(item => depth > 0 && item.Kind == JsonKind.Array ? Flat(item.Items, depth - 1) : [item]);

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
