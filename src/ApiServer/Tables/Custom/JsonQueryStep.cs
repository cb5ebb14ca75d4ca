using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary>One step of a path: from values to those it leads to; null when a value's shape does not fit.</summary>
internal abstract class JsonQueryStep
{
    public abstract IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values);
}

/// <summary><c>.name</c></summary>
internal sealed class FieldStep(string name) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue> Apply(IReadOnlyList<JsonValue> values) =>
        [.. values.Where(value => value.Members.ContainsKey(name)).Select(value => value[name])];
}

/// <summary><c>[*]</c>, <c>.*</c>, and with descent <c>..</c>: the value itself and all below it.</summary>
internal sealed class ChildrenStep(bool descends) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue> Apply(IReadOnlyList<JsonValue> values) =>
        [.. descends ? values.SelectMany(SelfAndBelow) : values.SelectMany(Children)];

    private static IEnumerable<JsonValue> Children(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items,
        JsonKind.Object => value.Members.Values,
        _ => [],
    };

    private static IEnumerable<JsonValue> SelfAndBelow(JsonValue value) => Children(value).SelectMany(SelfAndBelow).Prepend(value);
}

/// <summary><c>[0]</c>, <c>[-1]</c>, <c>[1:3]</c>, <c>[::2]</c></summary>
/// <param name="to">One behind the last; null for the end.</param>
/// <param name="isIndex">A single position, which must exist.</param>
internal sealed class SliceStep(int? from, int? to, int? step, bool isIndex) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values)
    {
        var found = new List<JsonValue>();
        foreach (var value in values)
        {
            if (value.IsNull) continue;
            if (value.Kind != JsonKind.Array || !Take(value, found)) return null;
        }

        return found;
    }

    private bool Take(JsonValue array, List<JsonValue> found)
    {
        var count = array.Items.Count;
        var start = from is < 0 ? from.Value + count : from ?? 0;
        var end = isIndex ? start + 1 : to is < 0 ? to.Value + count : to ?? count;
        if (start == end) return true;
        if (start < 0 || start >= count || end < 0 || end > count || start > end || step is <= 0) return false;
        for (var i = start; i < end; i += step ?? 1) found.Add(array.Items[i]);
        return true;
    }
}

/// <summary><c>[0,2]</c>, <c>['a','b']</c>: what each of several paths leads to.</summary>
internal sealed class UnionStep(IReadOnlyList<JsonQuery> paths) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values)
    {
        var found = new List<JsonValue>();
        foreach (var path in paths)
        {
            foreach (var value in values)
            {
                if (path.Find(value) is not { } part) return null;
                found.AddRange(part);
            }
        }

        return found;
    }
}
