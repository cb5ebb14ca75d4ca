using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

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
