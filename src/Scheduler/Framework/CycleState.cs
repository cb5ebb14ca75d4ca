namespace Kybernet.Scheduler.Framework;

/// <summary>Names a value that a plugin keeps for one scheduling cycle. Compared by reference.</summary>
public sealed class StateKey<T>
    where T : class;

/// <summary>A state that PreFilter extensions change for a trial and that must not leak out of it.</summary>
public interface ICycleValue
{
    ICycleValue Clone();
}

/// <summary>What plugins remember of one pod between the extension points of one cycle. Used by one thread at a time.</summary>
/// <remarks>A handful of values at most: a list searched by reference is faster and smaller than a dictionary.</remarks>
public sealed class CycleState
{
    private readonly List<(object Key, object Value)> _values;

    public CycleState() => _values = new(4);

    private CycleState(CycleState other)
    {
        _values = new(other._values.Count);
        foreach (var (key, value) in other._values) _values.Add((key, value is ICycleValue cloned ? cloned.Clone() : value));
        SkippedFilters = other.SkippedFilters;
        SkippedScores = other.SkippedScores;
    }

    /// <summary>The Filter plugins, by their place, whose PreFilter said Skip.</summary>
    internal ulong SkippedFilters { get; set; }

    /// <summary>The Score plugins, by their place, whose PreScore said Skip.</summary>
    internal ulong SkippedScores { get; set; }

    public void Write<T>(StateKey<T> key, T value)
        where T : class
    {
        for (var i = 0; i < _values.Count; i++)
        {
            if (!ReferenceEquals(_values[i].Key, key)) continue;
            _values[i] = (key, value);
            return;
        }

        _values.Add((key, value));
    }

    public T? Read<T>(StateKey<T> key)
        where T : class
    {
        foreach (var (there, value) in _values)
            if (ReferenceEquals(there, key)) return (T)value;
        return null;
    }

    /// <summary>A copy whose <see cref="ICycleValue"/>s are copies too.</summary>
    public CycleState Clone() => new(this);
}
