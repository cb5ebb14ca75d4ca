using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>A node of <see cref="SortedTree{T}"/>: a leaf of objects, or a branch of nodes. Never changed once made.</summary>
internal sealed class TreeNode<T>
    where T : class, IObject
{
    public const int MaxEntries = 64;

    // A branch's children are told apart by the first key each had when it was made; a child whose first object is gone keeps its place.
    private readonly ObjectKey[] _firstKeys;

    private TreeNode(T[] items, TreeNode<T>[] children, ObjectKey[] firstKeys, int count)
    {
        Items = items;
        Children = children;
        _firstKeys = firstKeys;
        Count = count;
    }

    public static TreeNode<T> EmptyLeaf { get; } = Leaf([]);

    public T[] Items { get; }

    public TreeNode<T>[] Children { get; }

    public int Count { get; }

    public bool IsLeaf => Children.Length == 0;

    private ObjectKey FirstKey => IsLeaf ? Items.Length == 0 ? default : Items[0].Key : _firstKeys[0];

    public static TreeNode<T> Leaf(T[] items) => new(items, [], [], items.Length);

    public static TreeNode<T> Branch(TreeNode<T>[] children)
    {
        var keys = new ObjectKey[children.Length];
        var count = 0;
        for (var i = 0; i < children.Length; i++)
        {
            keys[i] = children[i].FirstKey;
            count += children[i].Count;
        }

        return new([], children, keys, count);
    }

    /// <summary>The last child that starts at or before the key; the first when none does.</summary>
    public int ChildFor(ObjectKey key)
    {
        var (low, high) = (1, _firstKeys.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (KeyOrder.Compare(_firstKeys[middle], key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }

    /// <summary>The index of a leaf's item, or the complement of where it would stand.</summary>
    public int IndexOf(ObjectKey key)
    {
        var (low, high) = (0, Items.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = KeyOrder.Compare(Items[middle].Key, key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    /// <summary>The node with the item set; two nodes when it became too large.</summary>
    public (TreeNode<T> Left, TreeNode<T>? Right) Set(T item)
    {
        if (IsLeaf) return SetInLeaf(item);
        var at = ChildFor(item.Key);
        var (left, right) = Children[at].Set(item);
        TreeNode<T>[] children = right is null
            ? [.. Children.AsSpan(0, at), left, .. Children.AsSpan(at + 1)]
            : [.. Children.AsSpan(0, at), left, right, .. Children.AsSpan(at + 1)];
        if (children.Length <= MaxEntries) return (Branch(children), null);
        var split = SplitAt(at, children.Length);
        return (Branch(children[..split]), Branch(children[split..]));
    }

    /// <summary>The node without the key: itself when it has no such key, null when nothing is left.</summary>
    public TreeNode<T>? Remove(ObjectKey key)
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

    private (TreeNode<T> Left, TreeNode<T>? Right) SetInLeaf(T item)
    {
        var index = IndexOf(item.Key);
        if (index >= 0)
        {
            T[] same = [.. Items];
            same[index] = item;
            return (Leaf(same), null);
        }

        T[] more = [.. Items.AsSpan(0, ~index), item, .. Items.AsSpan(~index)];
        if (more.Length <= MaxEntries) return (Leaf(more), null);
        var split = SplitAt(~index, more.Length);
        return (Leaf(more[..split]), Leaf(more[split..]));
    }

    // Keys often arrive in order: a node that grows at its end is split there, so that the left one stays full.
    private static int SplitAt(int grownAt, int length) => grownAt >= length - 2 ? length - 1 : length / 2;
}
