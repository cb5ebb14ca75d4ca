using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Codecs;

/// <summary>
/// The items of a repeated protobuf field while its message is read. Usually they stand together and the array gets its
/// final size at once; scattered ones make it grow by doubling.
/// </summary>
public struct Repeated<T>
{
    private T[]? _items;
    private int _count;

    public readonly bool IsFull => _items is null || _count == _items.Length;

    public readonly int Count => _count;

    /// <summary>Items that a pool shares: nobody writes to their array, which is replaced when more come.</summary>
    public static Repeated<T> Of(T[] shared) => new() { _items = shared, _count = shared.Length };

    public void Reserve(int more)
    {
        if (_items is null) _items = new T[more];
        else Array.Resize(ref _items, Math.Max(_count + more, _items.Length * 2));
    }

    public void Add(T item) => _items![_count++] = item;

    /// <summary>The items as an array of exactly their number; null when there was none.</summary>
    public readonly T[]? ToArray()
    {
        if (_count == 0 || _items is null) return null;
        return _count == _items.Length ? _items : _items[.._count];
    }

    /// <summary>The items after those that an earlier occurrence of the message gave.</summary>
    public readonly ListOf<T> After(ListOf<T> earlier) =>
        earlier.IsEmpty ? ListOf<T>.Adopt(ToArray() ?? (earlier.IsAbsent ? null : [])) : earlier.AddRange(_items.AsSpan(0, _count));
}

/// <summary>The same for the entries of a map.</summary>
public static class RepeatedEntries
{
    public static MapOf<T> After<T>(this in Repeated<KeyValuePair<string, T>> entries, MapOf<T> earlier)
    {
        if (entries.Count == 0) return earlier;
        var read = entries.ToArray();
        return MapOf<T>.Adopt(earlier.IsEmpty ? read : [.. earlier.AsSpan(), .. read!]);
    }
}
