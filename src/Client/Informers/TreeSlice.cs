using System.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>A run of the objects of a tree. Walking it costs the same for each object, an index the height of the tree.</summary>
internal sealed class TreeSlice<T>(TreeNode<T> root, int start, int count) : IReadOnlyList<T>
    where T : class, IObject
{
    public int Count => count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
            var (leaf, at) = Descend(start + index, null);
            return leaf.Items[at];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        var left = count;
        var path = new Stack<(TreeNode<T> Node, int Next)>();
        var (leaf, at) = Descend(start, path);
        while (true)
        {
            for (; at < leaf.Items.Length; at++)
            {
                if (left-- == 0) yield break;
                yield return leaf.Items[at];
            }

            if (left == 0) yield break;
            leaf = NextLeaf(path);
            at = 0;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private (TreeNode<T> Leaf, int At) Descend(int rank, Stack<(TreeNode<T> Node, int Next)>? path)
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

    /// <summary>There is one: the slice does not reach beyond the tree.</summary>
    private static TreeNode<T> NextLeaf(Stack<(TreeNode<T> Node, int Next)> path)
    {
        var step = path.Pop();
        while (step.Next >= step.Node.Children.Length) step = path.Pop();
        path.Push((step.Node, step.Next + 1));
        var leaf = step.Node.Children[step.Next];
        while (!leaf.IsLeaf)
        {
            path.Push((leaf, 1));
            leaf = leaf.Children[0];
        }

        return leaf;
    }
}
