namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>Where the values and keys of a JSON text stand in the YAML it was made from.</summary>
internal sealed class PositionMap
{
    private readonly List<int> _offsets = [];
    private readonly List<YamlPosition> _positions = [];

    /// <summary>Notes that what follows from <paramref name="jsonOffset"/> on stands at <paramref name="position"/>. Offsets never go back.</summary>
    public void Add(int jsonOffset, YamlPosition position)
    {
        _offsets.Add(jsonOffset);
        _positions.Add(position);
    }

    /// <summary>The position of the last value or key that starts at or before <paramref name="jsonOffset"/>.</summary>
    public YamlPosition? Find(int jsonOffset)
    {
        var index = _offsets.BinarySearch(jsonOffset);
        if (index < 0) index = ~index - 1;
        return index < 0 ? null : _positions[index];
    }

    public int Count => _offsets.Count;

    /// <summary>Forgets all but the first <paramref name="count"/> places.</summary>
    public void Truncate(int count)
    {
        _offsets.RemoveRange(count, _offsets.Count - count);
        _positions.RemoveRange(count, _positions.Count - count);
    }

    /// <summary>Gives back memory held for growth.</summary>
    public void Trim()
    {
        _offsets.TrimExcess();
        _positions.TrimExcess();
    }
}
