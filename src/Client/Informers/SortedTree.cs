using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>
/// An immutable set of objects in the order of their namespaces and names: a B+ tree whose nodes are shared between versions. A change
/// copies the nodes on one path, about three of up to 64 entries; the objects of a namespace are a run of it.
/// </summary>
internal sealed class SortedTree<T>
    where T : class, IObject
{
    private readonly TreeNode<T> _root;

    private SortedTree(TreeNode<T> root) => _root = root;

    public static SortedTree<T> Empty { get; } = new(TreeNode<T>.EmptyLeaf);

    public int Count => _root.Count;

    /// <param name="items">In the order of their keys, each key once.</param>
    public static SortedTree<T> Of(T[] items)
    {
        if (items.Length == 0) return Empty;
        var level = items.Chunk(TreeNode<T>.MaxEntries).Select(TreeNode<T>.Leaf).ToArray();
        while (level.Length > 1) level = [.. level.Chunk(TreeNode<T>.MaxEntries).Select(TreeNode<T>.Branch)];
        return new(level[0]);
    }

    public T? Find(ObjectKey key)
    {
        var node = _root;
        while (!node.IsLeaf) node = node.Children[node.ChildFor(key)];
        var index = node.IndexOf(key);
        return index >= 0 ? node.Items[index] : null;
    }

    public SortedTree<T> Set(T item)
    {
        var (left, right) = _root.Set(item);
        return new(right is null ? left : TreeNode<T>.Branch([left, right]));
    }

    public SortedTree<T> Remove(ObjectKey key)
    {
        var root = _root.Remove(key);
        if (ReferenceEquals(root, _root)) return this;
        while (root is { IsLeaf: false, Children.Length: 1 }) root = root.Children[0];
        return root is null ? Empty : new(root);
    }

    public IReadOnlyList<T> All => Count == 0 ? [] : new TreeSlice<T>(_root, 0, Count);

    /// <summary>The objects of one namespace.</summary>
    public IReadOnlyList<T> In(string @namespace)
    {
        var start = RankOf(new(@namespace, ""));
        // No namespace sorts between this one and the same with the lowest character behind it.
        var end = RankOf(new(@namespace + "\0", ""));
        return start == end ? [] : new TreeSlice<T>(_root, start, end - start);
    }

    /// <summary>How many objects come before the key.</summary>
    private int RankOf(ObjectKey key)
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
}
