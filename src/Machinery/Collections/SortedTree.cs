namespace Kybernet.Machinery.Collections;

/// <summary>
/// An immutable set of items in the order of their keys: a B+ tree whose nodes are shared between versions. A change copies the nodes on one
/// path, about three of up to 64 entries.
/// </summary>
/// <remarks><c>ImmutableSortedDictionary</c> has a node an item, and no position of a key: three times the memory, and no slices.</remarks>
public sealed class SortedTree<TItem, TKey, TOrder>
    where TItem : class
    where TOrder : struct, ISortOrder<TItem, TKey>
{
    private readonly SortedNode<TItem, TKey, TOrder> _root;

    private SortedTree(SortedNode<TItem, TKey, TOrder> root) => _root = root;

    public static SortedTree<TItem, TKey, TOrder> Empty { get; } = new(SortedNode<TItem, TKey, TOrder>.EmptyLeaf);

    public int Count => _root.Count;

    public IReadOnlyList<TItem> All => Slice(0, Count);

    /// <param name="items">In the order of their keys, each key once.</param>
    public static SortedTree<TItem, TKey, TOrder> Of(TItem[] items)
    {
        if (items.Length == 0) return Empty;
        var level = items.Chunk(SortedNode<TItem, TKey, TOrder>.MaxEntries).Select(SortedNode<TItem, TKey, TOrder>.Leaf).ToArray();
        while (level.Length > 1) level = [.. level.Chunk(SortedNode<TItem, TKey, TOrder>.MaxEntries).Select(SortedNode<TItem, TKey, TOrder>.Branch)];
        return new(level[0]);
    }

    public TItem? Find(TKey key)
    {
        var node = _root;
        while (!node.IsLeaf) node = node.Children[node.ChildFor(key)];
        var index = node.IndexOf(key);
        return index >= 0 ? node.Items[index] : null;
    }

    public SortedTree<TItem, TKey, TOrder> Set(TItem item)
    {
        var (left, right) = _root.Set(item);
        return new(right is null ? left : SortedNode<TItem, TKey, TOrder>.Branch([left, right]));
    }

    /// <summary>Itself when it has no such key.</summary>
    public SortedTree<TItem, TKey, TOrder> Remove(TKey key)
    {
        var root = _root.Remove(key);
        if (ReferenceEquals(root, _root)) return this;
        while (root is { IsLeaf: false, Children.Length: 1 }) root = root.Children[0];
        return root is null ? Empty : new(root);
    }

    /// <summary>How many items come before the key.</summary>
    public int RankOf(TKey key)
    {
        var rank = 0;
        var node = _root;
        while (!node.IsLeaf)
        {
            var child = node.ChildFor(key);
            for (var i = 0; i < child; i++) rank += node.Children[i].Count;
            node = node.Children[child];
        }

        var index = node.IndexOf(key);
        return rank + (index < 0 ? ~index : index);
    }

    /// <summary>The item with the key, and all that follow.</summary>
    public IEnumerable<TItem> From(TKey key)
    {
        var path = new Stack<(SortedNode<TItem, TKey, TOrder> Node, int Next)>();
        var node = _root;
        while (!node.IsLeaf)
        {
            var child = node.ChildFor(key);
            path.Push((node, child + 1));
            node = node.Children[child];
        }

        var index = node.IndexOf(key);
        return SortedNode<TItem, TKey, TOrder>.Walk(node, index < 0 ? ~index : index, path);
    }

    /// <summary>The items from one rank up to, and without, another.</summary>
    public IReadOnlyList<TItem> Slice(int start, int end) =>
        start == end ? [] : new SortedSlice<TItem, TKey, TOrder>(_root, start, end - start);
}
