using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>The nodes' labels as columns of numbers: a column a key, a number a distinct value. Of the scheduling loop alone.</summary>
/// <example>Rows 0 and 2 in zone a, row 1 in zone b, row 3 without: the column of <c>topology.kubernetes.io/zone</c> is 0, 1, 0, -1.</example>
public sealed class LabelTable
{
    /// <summary>What a column holds for nodes without the label.</summary>
    public const int Absent = -1;

    private readonly Dictionary<string, LabelColumn> _columns = [];
    private int _rows;

    /// <summary>The column of a key; null when no node has had the label.</summary>
    public LabelColumn? Find(string key) => _columns.GetValueOrDefault(key);

    /// <summary>Replaces the labels of a row.</summary>
    public void Set(int row, MapOf<string> old, MapOf<string> labels)
    {
        _rows = Math.Max(_rows, row + 1);
        foreach (var (key, _) in old)
        {
            if (labels.ContainsKey(key) || !_columns.TryGetValue(key, out var column)) continue;
            column.Clear(row);
            if (column.IsEmpty) _columns.Remove(key);
        }

        foreach (var (key, value) in labels)
        {
            if (!_columns.TryGetValue(key, out var column)) _columns.Add(key, column = new());
            column.Set(row, value, _rows);
        }
    }
}

/// <summary>The values of one label, by row.</summary>
public sealed class LabelColumn
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly List<string?> _values = [];
    private readonly List<int> _uses = [];
    private readonly Stack<int> _free = [];
    private int[] _byRow = [];

    public bool IsEmpty => _ids.Count == 0;

    /// <summary>Numbers of values are below this.</summary>
    public int ValueLimit => _values.Count;

    /// <summary>The number of the row's value, or <see cref="LabelTable.Absent"/>.</summary>
    public int this[int row] => (uint)row < (uint)_byRow.Length ? _byRow[row] : LabelTable.Absent;

    /// <summary>The number of a value, or <see cref="LabelTable.Absent"/> when no node has it.</summary>
    public int IdOf(string value) => _ids.TryGetValue(value, out var id) ? id : LabelTable.Absent;

    public string ValueOf(int id) => _values[id] ?? throw new ArgumentOutOfRangeException(nameof(id), id, "no node has the value of that number");

    internal void Set(int row, string value, int rows)
    {
        if (row >= _byRow.Length)
        {
            var before = _byRow.Length;
            Array.Resize(ref _byRow, Math.Max(rows, 2 * before));
            Array.Fill(_byRow, LabelTable.Absent, before, _byRow.Length - before);
        }

        if (_byRow[row] is >= 0 and var there && _values[there] == value) return;
        Clear(row);
        if (!_ids.TryGetValue(value, out var id)) id = Take(value);
        _uses[id]++;
        _byRow[row] = id;
    }

    /// <summary>Numbers that no row uses are given out again, so the table stays as large as the cluster was.</summary>
    internal void Clear(int row)
    {
        if (this[row] is not (>= 0 and var id)) return;
        _byRow[row] = LabelTable.Absent;
        if (--_uses[id] > 0) return;
        _ids.Remove(_values[id]!);
        _values[id] = null;
        _free.Push(id);
    }

    private int Take(string value)
    {
        if (!_free.TryPop(out var id))
        {
            id = _values.Count;
            _values.Add(null);
            _uses.Add(0);
        }

        _values[id] = value;
        _ids.Add(value, id);
        return id;
    }
}
