using System.Collections;

namespace Kybernet.Machinery.Collections;

/// <summary>A run of the items of a tree. Walking it costs the same for each item, an index the height of the tree.</summary>
internal sealed class SortedSlice<TItem, TKey, TOrder>(SortedNode<TItem, TKey, TOrder> root, int start, int count) : IReadOnlyList<TItem>
    where TItem : class
    where TOrder : struct, ISortOrder<TItem, TKey>
{
    public int Count => count;

    public TItem this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            var (leaf, at) = Descend(start + index, null);
            return leaf.Items[at];
        }
    }

    public IEnumerator<TItem> GetEnumerator()
    {
        var path = new Stack<(SortedNode<TItem, TKey, TOrder> Node, int Next)>();
        var (leaf, at) = Descend(start, path);
        return SortedNode<TItem, TKey, TOrder>.Walk(leaf, at, path).Take(count).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (SortedNode<TItem, TKey, TOrder> Leaf, int At) Descend(int rank, Stack<(SortedNode<TItem, TKey, TOrder> Node, int Next)>? path)
    {
        var node = root;
        while (!node.IsLeaf)
        {
            var child = 0;
            while (rank >= node.Children[child].Count) rank -= node.Children[child++].Count;
            path?.Push((node, child + 1));
            node = node.Children[child];
        }

        return (node, rank);
    }
}
