namespace Kybernet.ApiServer.WatchCache;

/// <summary>
/// An immutable map of objects in the order of their keys: a B+ tree whose nodes are shared between versions. A change copies
/// the nodes on one path, about three of up to 64 entries.
/// </summary>
public sealed class SortedObjects
{
    private readonly SortedNode _root;

    private SortedObjects(SortedNode root) => _root = root;

    public static SortedObjects Empty { get; } = new(SortedNode.EmptyLeaf);

    public int Count => _root.Count;

    public StoredObject? Find(string key)
    {
        var node = _root;
        while (!node.IsLeaf) node = node.Children[node.ChildFor(key)];
        var index = node.IndexOf(key);
        return index >= 0 ? node.Items[index] : null;
    }

    public SortedObjects Set(StoredObject item)
    {
        var (left, right) = _root.Set(item);
        return new(right is null ? left : SortedNode.Branch([left, right]));
    }

    public SortedObjects Remove(string key)
    {
        var root = _root.Remove(key);
        if (ReferenceEquals(root, _root)) return this;
        while (root is { IsLeaf: false, Children.Length: 1 }) root = root.Children[0];
        return new(root ?? SortedNode.EmptyLeaf);
    }

    /// <summary>The objects whose key is <paramref name="start"/> or follows it.</summary>
    public IEnumerable<StoredObject> From(string start)
    {
        var path = new Stack<(SortedNode Node, int Next)>();
        var node = _root;
        while (!node.IsLeaf)
        {
            var child = node.ChildFor(start);
            path.Push((node, child + 1));
            node = node.Children[child];
        }

        var first = node.IndexOf(start);
        var index = first < 0 ? ~first : first;
        while (true)
        {
            for (; index < node.Items.Length; index++) yield return node.Items[index];
            if (!TryNextLeaf(path, out node)) yield break;
            index = 0;
        }
    }

    /// <summary>The objects whose keys begin with <paramref name="prefix"/>, from the first key not before <paramref name="start"/>.</summary>
    public IEnumerable<StoredObject> Under(string prefix, string? start = null)
    {
        foreach (var item in From(start is not null && string.CompareOrdinal(start, prefix) > 0 ? start : prefix))
        {
            if (!item.Key.StartsWith(prefix, StringComparison.Ordinal)) yield break;
            yield return item;
        }
    }

    private static bool TryNextLeaf(Stack<(SortedNode Node, int Next)> path, out SortedNode leaf)
    {
        leaf = SortedNode.EmptyLeaf;
        while (path.TryPop(out var step))
        {
            if (step.Next >= step.Node.Children.Length) continue;
            path.Push((step.Node, step.Next + 1));
            leaf = step.Node.Children[step.Next];
            while (!leaf.IsLeaf)
            {
                path.Push((leaf, 1));
                leaf = leaf.Children[0];
            }

            return true;
        }

        return false;
    }
}
