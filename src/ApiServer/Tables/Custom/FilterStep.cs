using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary><c>[?(@.type=="Ready")]</c>: the items of an array that a comparison holds for.</summary>
/// <param name="operator">The comparison; empty asks whether <paramref name="left"/> leads anywhere.</param>
internal sealed class FilterStep(JsonOperand left, string @operator, JsonOperand right) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values)
    {
        var found = new List<JsonValue>();
        foreach (var value in values)
        {
            if (value.Kind != JsonKind.Array) return null;
            foreach (var item in value.Items)
            {
                if (Holds(item) is not { } holds) return null;
                if (holds) found.Add(item);
            }
        }

        return found;
    }

    /// <summary>Null when the two sides cannot be compared.</summary>
    private bool? Holds(JsonValue item)
    {
        var lefts = left.Find(item);
        if (@operator.Length == 0) return lefts is { Count: > 0 };
        var rights = right.Find(item);
        if (lefts is null || rights is null || lefts.Count > 1 || rights.Count > 1) return null;
        if (lefts.Count == 0 || rights.Count == 0) return false;
        return Compare(lefts[0], rights[0]) is not { } order ? null : @operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private int? Compare(JsonValue x, JsonValue y)
    {
        if (x.Kind != y.Kind) return null;
        return x.Kind switch
        {
            JsonKind.String => string.CompareOrdinal(x.AsString(), y.AsString()),
            JsonKind.Integer => x.AsInteger()!.Value.CompareTo(y.AsInteger()!.Value),
            JsonKind.Double => x.AsDouble()!.Value.CompareTo(y.AsDouble()!.Value),
            // Booleans have no order.
            JsonKind.Bool when @operator is "==" or "!=" => x == y ? 0 : 1,
            _ => null,
        };
    }
}

/// <summary>A side of a comparison: a path from the item, or a value.</summary>
internal readonly record struct JsonOperand(JsonQuery? Path, JsonValue Value)
{
    public IReadOnlyList<JsonValue>? Find(JsonValue item) => Path is null ? [Value] : Path.Find(item);
}
