namespace Kybernet.Machinery.Collections;

/// <summary>A node of <see cref="SortedTree{TItem, TKey, TOrder}"/>: a leaf of items, or a branch of nodes. Never changed once made.</summary>
internal sealed class SortedNode<TItem, TKey, TOrder>
    where TItem : class
    where TOrder : struct, ISortOrder<TItem, TKey>
{
    public const int MaxEntries = 64;

    // A branch's children are told apart by the first key each had when it was made; a child whose first item is gone keeps its place.
    private readonly TKey[] _firstKeys;

    private SortedNode(TItem[] items, SortedNode<TItem, TKey, TOrder>[] children, TKey[] firstKeys, int count)
    {
        Items = items;
        Children = children;
        _firstKeys = firstKeys;
        Count = count;
    }

    public static SortedNode<TItem, TKey, TOrder> EmptyLeaf { get; } = Leaf([]);

    public TItem[] Items { get; }

    public SortedNode<TItem, TKey, TOrder>[] Children { get; }

    public int Count { get; }

    public bool IsLeaf => Children.Length == 0;

    private TKey FirstKey => IsLeaf ? Items.Length == 0 ? default! : TOrder.KeyOf(Items[0]) : _firstKeys[0];

    public static SortedNode<TItem, TKey, TOrder> Leaf(TItem[] items) => new(items, [], [], items.Length);

    public static SortedNode<TItem, TKey, TOrder> Branch(SortedNode<TItem, TKey, TOrder>[] children)
    {
        var keys = new TKey[children.Length];
        var count = 0;
        for (var i = 0; i < children.Length; i++)
        {
            keys[i] = children[i].FirstKey;
            count += children[i].Count;
        }

        return new([], children, keys, count);
    }

    /// <summary>The last child that starts at or before the key; the first when none does.</summary>
    public int ChildFor(TKey key)
    {
        var (low, high) = (1, _firstKeys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (TOrder.Compare(_firstKeys[middle], key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>The index of a leaf's item, or the complement of where it would stand.</summary>
    public int IndexOf(TKey key)
    {
        var (low, high) = (0, Items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = TOrder.Compare(TOrder.KeyOf(Items[middle]), key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The node with the item set; two nodes when it became too large.</summary>
    public (SortedNode<TItem, TKey, TOrder> Left, SortedNode<TItem, TKey, TOrder>? Right) Set(TItem item)
    {
        if (IsLeaf) return SetInLeaf(item);
        var at = ChildFor(TOrder.KeyOf(item));
        var (left, right) = Children[at].Set(item);
        SortedNode<TItem, TKey, TOrder>[] children = right is null
            ? [.. Children.AsSpan(0, at), left, .. Children.AsSpan(at + 1)]
            : [.. Children.AsSpan(0, at), left, right, .. Children.AsSpan(at + 1)];
        if (children.Length <= MaxEntries) return (Branch(children), null);
        var split = SplitAt(at, children.Length);
        return (Branch(children[..split]), Branch(children[split..]));
    }

    /// <summary>The node without the key: itself when it has no such key, null when nothing is left.</summary>
    public SortedNode<TItem, TKey, TOrder>? Remove(TKey key)
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

    private (SortedNode<TItem, TKey, TOrder> Left, SortedNode<TItem, TKey, TOrder>? Right) SetInLeaf(TItem item)
    {
        var index = IndexOf(TOrder.KeyOf(item));
        if (index >= 0)
        {
            TItem[] same = [.. Items];
            same[index] = item;
            return (Leaf(same), null);
        }

        TItem[] more = [.. Items.AsSpan(0, ~index), item, .. Items.AsSpan(~index)];
        if (more.Length <= MaxEntries) return (Leaf(more), null);
        var split = SplitAt(~index, more.Length);
        return (Leaf(more[..split]), Leaf(more[split..]));
    }

    /// <summary>The items from one of a leaf on.</summary>
    /// <param name="leaf">Where to begin.</param>
    /// <param name="at">The first item's index in it.</param>
    /// <param name="path">The branches above the leaf, each with the child that comes next.</param>
    public static IEnumerable<TItem> Walk(SortedNode<TItem, TKey, TOrder> leaf, int at, Stack<(SortedNode<TItem, TKey, TOrder> Node, int Next)> path)
    {
        for (; ; at = 0)
        {
            for (; at < leaf.Items.Length; at++) yield return leaf.Items[at];
            while (path.TryPeek(out var above) && above.Next >= above.Node.Children.Length) path.Pop();
            if (!path.TryPop(out var step)) yield break;
            path.Push((step.Node, step.Next + 1));
            leaf = step.Node.Children[step.Next];
            while (!leaf.IsLeaf)
            {
                path.Push((leaf, 1));
                leaf = leaf.Children[0];
            }
        }
    }

    // Keys often arrive in order: a node that grows at its end is split there, so that the left one stays full.
    private static int SplitAt(int grownAt, int length) => grownAt >= length - 2 ? length - 1 : length / 2;
}
