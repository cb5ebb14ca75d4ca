using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.InterPodAffinity;

/// <summary>Sums by place: by a label of nodes and its value. Sums of zero are left out.</summary>
public sealed class TopologyCounts
{
    private readonly Dictionary<string, (LabelColumn Column, Dictionary<int, long> Sums)> _keys = [];

    public bool IsEmpty => _keys.Count == 0;

    /// <summary>Adds to the sum of the row's place; a row without the label has none.</summary>
    public void Add(NodeTable nodes, int row, string key, long by)
    {
        if (!_keys.TryGetValue(key, out var there))
        {
            if (nodes.Labels.Find(key) is not { } column) return;
            there = (column, []);
        }

        var value = there.Column[row];
        if (value == LabelTable.Absent) return;
        var sum = there.Sums.GetValueOrDefault(value) + by;
        if (sum != 0) there.Sums[value] = sum;
        else there.Sums.Remove(value);
        if (there.Sums.Count > 0) _keys[key] = there;
        else _keys.Remove(key);
    }

    /// <summary>The sum of the row's place by one label.</summary>
    public long Of(int row, string key) => _keys.TryGetValue(key, out var there) ? there.Sums.GetValueOrDefault(there.Column[row]) : 0;

    /// <summary>The sums of the row's places by all labels.</summary>
    public long Total(int row)
    {
        var total = 0L;
        foreach (var (column, sums) in _keys.Values) total += sums.GetValueOrDefault(column[row]);
        return total;
    }

    /// <summary>True when the sum of any of the row's places is above zero.</summary>
    public bool IsAnyPositive(int row)
    {
        foreach (var (column, sums) in _keys.Values)
            if (sums.GetValueOrDefault(column[row]) > 0) return true;
        return false;
    }

    public TopologyCounts Clone()
    {
        var clone = new TopologyCounts();
        foreach (var (key, (column, sums)) in _keys) clone._keys.Add(key, (column, new(sums)));
        return clone;
    }
}
