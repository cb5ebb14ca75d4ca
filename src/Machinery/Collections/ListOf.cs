using System.Collections;
using System.Runtime.CompilerServices;

namespace Kybernet.Machinery.Collections;

/// <summary>An immutable list with value equality: the type of every list field of the API.</summary>
/// <remarks>
/// <para>The default value is the absent list (JSON <c>null</c>); an empty list is a different thing on the wire
/// (<c>[]</c>) but equal to it, as in upstream's semantic equality.</para>
/// <para>The size of one reference: holding it in a record costs no more than an array.</para>
/// </remarks>
[CollectionBuilder(typeof(ListOf), nameof(ListOf.Create))]
public readonly struct ListOf<T> : IReadOnlyList<T>, IEquatable<ListOf<T>>
{
    private readonly T[]? _items;

    private ListOf(T[]? items) => _items = items;

    /// <summary>The list that is present and has no items: JSON <c>[]</c>.</summary>
    public static ListOf<T> Empty => new([]);

    public int Count => _items is null ? 0 : _items.Length;

    public bool IsEmpty => Count == 0;

    /// <summary>True when the list is absent (JSON <c>null</c>), false when it is present, even with no items.</summary>
    public bool IsAbsent => _items is null;

    public T this[int index] => _items is null ? throw new ArgumentOutOfRangeException(nameof(index)) : _items[index];

    public ReadOnlySpan<T> AsSpan() => _items;

    /// <summary>Takes ownership of <paramref name="items"/>: the caller must not keep or change the array.</summary>
    public static ListOf<T> Adopt(T[]? items) => new(items);

    /// <summary>The items for a pool to share; nobody may change them.</summary>
    internal T[]? Items => _items;

    public ListOf<T> Add(T item) => new([.. AsSpan(), item]);

    public ListOf<T> AddRange(ReadOnlySpan<T> items) => new([.. AsSpan(), .. items]);

    /// <summary>The list with the item at <paramref name="index"/> replaced.</summary>
    public ListOf<T> SetItem(int index, T item)
    {
        var copy = AsSpan().ToArray();
        copy[index] = item;
        return new(copy);
    }

    /// <summary>The list without the item at <paramref name="index"/>.</summary>
    public ListOf<T> RemoveAt(int index) => new([.. AsSpan()[..index], .. AsSpan()[(index + 1)..]]);

    public int IndexOf(T item) => _items is null ? -1 : Array.IndexOf(_items, item);

    public bool Contains(T item) => IndexOf(item) >= 0;

    public bool Equals(ListOf<T> other)
    {
        if (ReferenceEquals(_items, other._items)) return true;
        var mine = AsSpan();
        var theirs = other.AsSpan();
        if (mine.Length != theirs.Length) return false;
        for (var i = 0; i < mine.Length; i++)
            if (!EqualityComparer<T>.Default.Equals(mine[i], theirs[i])) return false;
        return true;
    }

    public override bool Equals(object? obj) => obj is ListOf<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (ref readonly var item in AsSpan()) hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", this)}]";

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<T>)this).GetEnumerator();

    public static bool operator ==(ListOf<T> left, ListOf<T> right) => left.Equals(right);

    public static bool operator !=(ListOf<T> left, ListOf<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="ListOf{T}"/> values; collection expressions use it.</summary>
public static class ListOf
{
    public static ListOf<T> Create<T>(ReadOnlySpan<T> items) => ListOf<T>.Adopt(items.ToArray());

    public static ListOf<T> ToListOf<T>(this IEnumerable<T> items) => ListOf<T>.Adopt([.. items]);
}
