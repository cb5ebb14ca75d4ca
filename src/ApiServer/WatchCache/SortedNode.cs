namespace Kybernet.ApiServer.WatchCache;

/// <summary>A node of <see cref="SortedObjects"/>: a leaf of objects, or a branch of nodes. Never changed once made.</summary>
internal sealed class SortedNode
{
    private const int MaxEntries = 64;

    // A branch's children are told apart by the first key each had when it was made; a child whose first object is gone keeps its place.
    private readonly string[] _firstKeys;

    private SortedNode(StoredObject[] items, SortedNode[] children, string[] firstKeys, int count)
    {
        Items = items;
        Children = children;
        _firstKeys = firstKeys;
        Count = count;
    }

    public static SortedNode EmptyLeaf { get; } = Leaf([]);

    public StoredObject[] Items { get; }

    public SortedNode[] Children { get; }

    public int Count { get; }

    public bool IsLeaf => Children.Length == 0;

    private string FirstKey => IsLeaf ? Items.Length == 0 ? "" : Items[0].Key : _firstKeys[0];

    public static SortedNode Leaf(StoredObject[] items) => new(items, [], [], items.Length);

    public static SortedNode Branch(SortedNode[] children)
    {
        var keys = new string[children.Length];
        var count = 0;
        for (var i = 0; i < children.Length; i++)
        {
            keys[i] = children[i].FirstKey;
            count += children[i].Count;
        }

        return new([], children, keys, count);
    }

    /// <summary>The last child that starts at or before the key; the first when none does.</summary>
    public int ChildFor(string key)
    {
        var (low, high) = (1, _firstKeys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (string.CompareOrdinal(_firstKeys[middle], key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>The index of a leaf's item, or the complement of where it would stand.</summary>
    public int IndexOf(string key)
    {
        var (low, high) = (0, Items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(Items[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The node with the item set; two nodes when it became too large.</summary>
    public (SortedNode Left, SortedNode? Right) Set(StoredObject item)
    {
        if (IsLeaf)
        {
            var index = IndexOf(item.Key);
            if (index >= 0)
            {
                var same = (StoredObject[])Items.Clone();
                same[index] = item;
                return (Leaf(same), null);
            }

            StoredObject[] more = [.. Items.AsSpan(0, ~index), item, .. Items.AsSpan(~index)];
            return more.Length <= MaxEntries ? (Leaf(more), null) : (Leaf(more[..SplitAt(~index, more.Length)]), Leaf(more[SplitAt(~index, more.Length)..]));
        }

        var at = ChildFor(item.Key);
        var (left, right) = Children[at].Set(item);
        SortedNode[] children = right is null
            ? [.. Children.AsSpan(0, at), left, .. Children.AsSpan(at + 1)]
            : [.. Children.AsSpan(0, at), left, right, .. Children.AsSpan(at + 1)];
        return children.Length <= MaxEntries
            ? (Branch(children), null)
            : (Branch(children[..SplitAt(at, children.Length)]), Branch(children[SplitAt(at, children.Length)..]));
    }

    /// <summary>The node without the key: itself when it has no such key, null when nothing is left.</summary>
    public SortedNode? Remove(string key)
    {
        if (IsLeaf)
        {
            var index = IndexOf(key);
            if (index < 0) return this;
            return Items.Length == 1 ? null : Leaf([.. Items.AsSpan(0, index), .. Items.AsSpan(index + 1)]);
        }

        var at = ChildFor(key);
        var child = Children[at].Remove(key);
        if (ReferenceEquals(child, Children[at])) return this;
        if (child is not null) return Branch([.. Children.AsSpan(0, at), child, .. Children.AsSpan(at + 1)]);
        return Children.Length == 1 ? null : Branch([.. Children.AsSpan(0, at), .. Children.AsSpan(at + 1)]);
    }

    // Keys often arrive in order: a node that grows at its end is split there, so that the left one stays full.
    private static int SplitAt(int grownAt, int length) => grownAt >= length - 2 ? length - 1 : length / 2;
}
