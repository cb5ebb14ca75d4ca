using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Expressions;

/// <summary>The operators that look at all their operands. Specification: CEL's <c>langdef.md</c>, "Standard Definitions".</summary>
internal static class Operators
{
    /// <summary>Null when it is no operator.</summary>
    public static Evaluated? Apply(string symbol, ReadOnlySpan<JsonValue> operands) => symbol switch
    {
        "!_" => operands[0].AsBool() is { } truth ? Evaluated.Of(!truth) : Evaluated.NoOverload,
        "-_" => Negate(operands[0]),
        "==" => Evaluated.Of(AreEqual(operands[0], operands[1])),
        "!=" => Evaluated.Of(!AreEqual(operands[0], operands[1])),
        "<" or "<=" or ">" or ">=" => Order(symbol, operands[0], operands[1]),
        "in" => IsIn(operands[0], operands[1]),
        "[]" => At(operands[0], operands[1]),
        "[?]" => OptionalValue.At(operands[0], operands[1]),
        "+" or "-" or "*" or "/" or "%" => Reckon(symbol, operands[0], operands[1]),
        _ => null,
    };

    /// <summary>Numbers by their value, whatever their type; values of different types are not equal.</summary>
    public static bool AreEqual(JsonValue left, JsonValue right)
    {
        if (IsNumber(left) && IsNumber(right)) return CompareNumbers(left, right) == 0;
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            JsonKind.Array => left.Items.Count == right.Items.Count && left.Items.Zip(right.Items).All(pair => AreEqual(pair.First, pair.Second)),
            JsonKind.Object => left.Members.Count == right.Members.Count
                && left.Members.All(member => right.Members.TryGetValue(member.Key, out var other) && AreEqual(member.Value, other)),
            _ => left == right,
        };
    }

    private static bool IsNumber(JsonValue value) => value.Kind is JsonKind.Integer or JsonKind.Double;

    private static int? CompareNumbers(JsonValue left, JsonValue right)
    {
        if (left.AsInteger() is { } first && right.AsInteger() is { } second) return first.CompareTo(second);
        var (x, y) = (left.AsDouble()!.Value, right.AsDouble()!.Value);
        return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
    }

    private static Evaluated Order(string symbol, JsonValue left, JsonValue right)
    {
        int? order;
        if (IsNumber(left) && IsNumber(right)) order = CompareNumbers(left, right);
        else if (left.AsString() is { } first && right.AsString() is { } second) order = string.CompareOrdinal(first, second);
        else if (left.AsBool() is { } one && right.AsBool() is { } other) order = one.CompareTo(other);
        else if (left.AsForeign() is DurationValue length && right.AsForeign() is DurationValue limit) order = length.Value.CompareTo(limit.Value);
        else if (left.AsForeign() is TimestampValue moment && right.AsForeign() is TimestampValue end) order = moment.Value.CompareTo(end.Value);
        else return Evaluated.NoOverload;
        return Evaluated.Of(order is { } known && symbol switch
        {
            "<" => known < 0,
            "<=" => known <= 0,
            ">" => known > 0,
            _ => known >= 0,
        });
    }

    private static Evaluated IsIn(JsonValue item, JsonValue container) => container.Kind switch
    {
        JsonKind.Array => Evaluated.Of(container.Items.Any(other => AreEqual(item, other))),
        JsonKind.Object => Evaluated.Of(item.AsString() is { } key && container.Members.ContainsKey(key)),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated At(JsonValue container, JsonValue index)
    {
        // What is read of an optional value is optional.
        if (container.AsForeign() is OptionalValue) return OptionalValue.At(container, index);
        if (container.Kind == JsonKind.Object && index.AsString() is { } key)
            return container.Members.TryGetValue(key, out var value) ? Evaluated.Of(value) : Evaluated.Fail($"no such key: {key}");
        if (container.Kind != JsonKind.Array || index.AsInteger() is not { } at) return Evaluated.NoOverload;
        return at >= 0 && at < container.Items.Count ? Evaluated.Of(container.Items[(int)at]) : Evaluated.Fail($"index out of bounds: {at}");
    }

    private static Evaluated Negate(JsonValue value) => value.AsInteger() is { } whole
        ? whole == long.MinValue ? Evaluated.Fail("integer overflow") : Evaluated.Of(-whole)
        : value.Kind == JsonKind.Double ? Evaluated.Of(JsonValue.From(-value.AsDouble()!.Value)) : Evaluated.NoOverload;

    private static Evaluated Reckon(string symbol, JsonValue left, JsonValue right)
    {
        if (symbol == "+" && left.AsString() is { } first && right.AsString() is { } second) return Evaluated.Of(first + second);
        if (symbol == "+" && left.Kind == JsonKind.Array && right.Kind == JsonKind.Array)
            return Evaluated.Of(JsonValue.From(left.Items.Concat(right.Items).ToListOf()));
        if (symbol is "+" or "-" && left.AsForeign() is { } one && right.AsForeign() is { } other) return ReckonTimes(symbol == "-", one, other);
        if (left.AsInteger() is { } x && right.AsInteger() is { } y) return ReckonWhole(symbol, x, y);
        // Types do not mix, and doubles have no remainder.
        if (left.Kind != JsonKind.Double || right.Kind != JsonKind.Double || symbol == "%") return Evaluated.NoOverload;
        var (a, b) = (left.AsDouble()!.Value, right.AsDouble()!.Value);
        return Evaluated.Of(JsonValue.From(symbol switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b }));
    }

    private static Evaluated ReckonTimes(bool isLess, object left, object right)
    {
        try
        {
            return (left, right) switch
            {
                (DurationValue a, DurationValue b) => Evaluated.Of(new DurationValue(new(
                    checked(isLess ? a.Value.Nanoseconds - b.Value.Nanoseconds : a.Value.Nanoseconds + b.Value.Nanoseconds)))),
                (TimestampValue a, DurationValue b) => Evaluated.Of(new TimestampValue(
                    isLess ? a.Value - b.Value.ToTimeSpan() : a.Value + b.Value.ToTimeSpan())),
                (DurationValue a, TimestampValue b) when !isLess => Evaluated.Of(new TimestampValue(b.Value + a.Value.ToTimeSpan())),
                (TimestampValue a, TimestampValue b) when isLess => Evaluated.Of(new DurationValue(Duration.From(a.Value - b.Value))),
                _ => Evaluated.NoOverload,
            };
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            return Evaluated.Fail("timestamp or duration overflow");
        }
    }

    private static Evaluated ReckonWhole(string symbol, long left, long right)
    {
        if (right == 0 && symbol is "/" or "%") return Evaluated.Fail(symbol == "/" ? "division by zero" : "modulus by zero");
        try
        {
            return Evaluated.Of(checked(symbol switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "/" => left / right,
                _ => left % right,
            }));
        }
        catch (OverflowException)
        {
            return Evaluated.Fail("integer overflow");
        }
    }
}
