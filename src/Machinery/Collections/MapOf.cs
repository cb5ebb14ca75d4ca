using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Kybernet.Machinery.Collections;

/// <summary>An immutable map from string to <typeparamref name="T"/>, sorted by key, with value equality.</summary>
/// <remarks>
/// <para>One array of key and value pairs: labels and annotations are small, so a sorted array is the most compact map
/// and the fastest to search. Keys are in the order of their UTF-8 bytes, which is the order upstream writes them in.</para>
/// <para>The default value is the absent map (JSON <c>null</c>), equal to the empty one.</para>
/// </remarks>
[CollectionBuilder(typeof(MapOf), nameof(MapOf.Create))]
public readonly struct MapOf<T> : IReadOnlyDictionary<string, T>, IEquatable<MapOf<T>>
{
    private readonly KeyValuePair<string, T>[]? _entries;

    private MapOf(KeyValuePair<string, T>[]? entries) => _entries = entries;

    /// <summary>The map that is present and has no entries: JSON <c>{}</c>.</summary>
    public static MapOf<T> Empty => new([]);

    public int Count => _entries is null ? 0 : _entries.Length;

    public bool IsEmpty => Count == 0;

    /// <summary>True when the map is absent (JSON <c>null</c>), false when it is present, even with no entries.</summary>
    public bool IsAbsent => _entries is null;

    public ReadOnlySpan<KeyValuePair<string, T>> AsSpan() => _entries;

    public T this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no entry '{key}' in the map");

    public IEnumerable<string> Keys
    {
        get
        {
            foreach (var entry in _entries ?? []) yield return entry.Key;
        }
    }

    public IEnumerable<T> Values
    {
        get
        {
            foreach (var entry in _entries ?? []) yield return entry.Value;
        }
    }

    public bool ContainsKey(string key) => IndexOf(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        var index = IndexOf(key);
        value = index >= 0 ? _entries![index].Value : default;
        return index >= 0;
    }

    public T? GetValueOrDefault(string key) => TryGetValue(key, out var value) ? value : default;

    /// <summary>The map with <paramref name="key"/> set to <paramref name="value"/>.</summary>
    public MapOf<T> SetItem(string key, T value)
    {
        var index = IndexOf(key);
        var entry = KeyValuePair.Create(key, value);
        if (index < 0) return new([.. AsSpan()[..~index], entry, .. AsSpan()[~index..]]);
        var copy = AsSpan().ToArray();
        copy[index] = entry;
        return new(copy);
    }

    /// <summary>The map without <paramref name="key"/>.</summary>
    public MapOf<T> Remove(string key)
    {
        var index = IndexOf(key);
        return index < 0 ? this : new([.. AsSpan()[..index], .. AsSpan()[(index + 1)..]]);
    }

    /// <summary>
    /// Takes ownership of <paramref name="entries"/>, sorts it, and keeps the last of entries with the same key, as
    /// JSON and protobuf readers do.
    /// </summary>
    public static MapOf<T> Adopt(KeyValuePair<string, T>[]? entries)
    {
        if (entries is null || IsSorted(entries)) return new(entries);
        // A stable order keeps the last of equal keys last: sort by key, then by where the entry stood.
        var positions = new int[entries.Length];
        for (var i = 0; i < positions.Length; i++) positions[i] = i;
        Array.Sort(positions, (a, b) => Utf8Order.Compare(entries[a].Key, entries[b].Key) is var order and not 0 ? order : a.CompareTo(b));
        var kept = new List<KeyValuePair<string, T>>(entries.Length);
        foreach (var position in positions)
        {
            if (kept.Count > 0 && kept[^1].Key == entries[position].Key) kept[^1] = entries[position];
            else kept.Add(entries[position]);
        }

        return new([.. kept]);
    }

    /// <summary>The entries for a pool to share; nobody may change them.</summary>
    internal KeyValuePair<string, T>[]? Entries => _entries;

    /// <summary>The map of the <see cref="Entries"/> of another.</summary>
    internal static MapOf<T> FromSorted(KeyValuePair<string, T>[] entries) => new(entries);

    public bool Equals(MapOf<T> other)
    {
        if (ReferenceEquals(_entries, other._entries)) return true;
        var mine = AsSpan();
        var theirs = other.AsSpan();
        if (mine.Length != theirs.Length) return false;
        for (var i = 0; i < mine.Length; i++)
            if (mine[i].Key != theirs[i].Key || !EqualityComparer<T>.Default.Equals(mine[i].Value, theirs[i].Value)) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is MapOf<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ref readonly var entry in AsSpan())
        {
            hash.Add(entry.Key);
            hash.Add(entry.Value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"{{{string.Join(", ", (_entries ?? []).Select(entry => $"{entry.Key}: {entry.Value}"))}}}";

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<KeyValuePair<string, T>>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<KeyValuePair<string, T>> IEnumerable<KeyValuePair<string, T>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, T>>)(_entries ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<string, T>>)this).GetEnumerator();

    public static bool operator ==(MapOf<T> left, MapOf<T> right) => left.Equals(right);

    public static bool operator !=(MapOf<T> left, MapOf<T> right) => !left.Equals(right);

    /// <summary>The position of <paramref name="key"/>, or the complement of the position it would have.</summary>
    private int IndexOf(string key)
    {
        var entries = AsSpan();
        var low = 0;
        var high = entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Utf8Order.Compare(entries[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private static bool IsSorted(KeyValuePair<string, T>[] entries)
    {
        for (var i = 1; i < entries.Length; i++)
            if (Utf8Order.Compare(entries[i - 1].Key, entries[i].Key) >= 0) return false;
        return true;
    }
}

/// <summary>Makes <see cref="MapOf{T}"/> values; collection expressions use it.</summary>
public static class MapOf
{
    public static MapOf<T> Create<T>(ReadOnlySpan<KeyValuePair<string, T>> entries) => MapOf<T>.Adopt(entries.ToArray());

    public static MapOf<string> Of(params ReadOnlySpan<(string Key, string Value)> entries)
    {
        var array = new KeyValuePair<string, string>[entries.Length];
        for (var i = 0; i < array.Length; i++) array[i] = KeyValuePair.Create(entries[i].Key, entries[i].Value);
        return MapOf<string>.Adopt(array);
    }

    public static MapOf<T> ToMapOf<T>(this IEnumerable<KeyValuePair<string, T>> entries) => MapOf<T>.Adopt([.. entries]);
}
