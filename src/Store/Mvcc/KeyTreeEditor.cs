namespace Kybernet.Store.Mvcc;

/// <summary>Makes the next <see cref="KeyTree"/> from the last: copies the nodes it must change, once, and changes the copies in place.</summary>
internal sealed class KeyTreeEditor(KeyTree from)
{
    private KeyTree _frozen = from;
    private KeyNode _root = from.Root;
    private int _count = from.Count;
    private object _token = new();

    /// <summary>The tree as it stands, for the editor's own thread; do not keep it past the next change.</summary>
    public KeyNode Root => _root;

    /// <summary>The tree as it stands, never to change again.</summary>
    public KeyTree Freeze()
    {
        if (ReferenceEquals(_root, _frozen.Root)) return _frozen;
        _frozen = new(_root, _count);
        _token = new();
        return _frozen;
    }

    public KeyHistory? Find(ReadOnlySpan<byte> key) => KeyTree.Find(_root, key);

    /// <summary>Adds a key that is not there.</summary>
    public void Add(KeyHistory history)
    {
        _root = Own(_root);
        _count++;
        if (Add(_root, history) is not { } right) return;
        var root = KeyNode.NewBranch(_token);
        root.Count = 2;
        (root.Children![0], root.Children[1]) = (_root, right);
        (root.Lows![0], root.Lows[1]) = (_root.FirstKey, right.FirstKey);
        _root = root;
    }

    /// <summary>Removes a key that is there.</summary>
    public void Remove(ReadOnlySpan<byte> key)
    {
        _root = Own(_root);
        _count--;
        Remove(_root, key);
        while (!_root.IsLeaf && _root.Count == 1) _root = _root.Children![0];
        if (_root.Count == 0) _root = KeyNode.NewLeaf(_token);
    }

    private KeyNode Own(KeyNode node) => ReferenceEquals(node.Owner, _token) ? node : node.CopyFor(_token);

    /// <summary>The node split off to the right, when there was no room.</summary>
    private KeyNode? Add(KeyNode node, KeyHistory history)
    {
        if (node.IsLeaf)
        {
            var position = node.LowerBound(history.Key);
            var split = node.Count == KeyNode.Capacity ? Split(node, position) : null;
            var (target, at) = split is not null && position > node.Count ? (split, position - node.Count) : (node, position);
            // A key at the seam goes right when the left half is still full: keys added in order fill leaves completely.
            if (target.Count == KeyNode.Capacity) (target, at) = (split!, 0);
            Array.Copy(target.Items!, at, target.Items!, at + 1, target.Count - at);
            target.Items![at] = history;
            target.Count++;
            return split;
        }

        var index = node.ChildFor(history.Key);
        var child = node.Children![index] = Own(node.Children[index]);
        if (Add(child, history) is not { } right) return null;
        var place = index + 1;
        var splitBranch = node.Count == KeyNode.Capacity ? Split(node, place) : null;
        var (branch, slot) = splitBranch is not null && place > node.Count ? (splitBranch, place - node.Count) : (node, place);
        if (branch.Count == KeyNode.Capacity) (branch, slot) = (splitBranch!, 0);
        Array.Copy(branch.Children!, slot, branch.Children!, slot + 1, branch.Count - slot);
        Array.Copy(branch.Lows!, slot, branch.Lows!, slot + 1, branch.Count - slot);
        branch.Children![slot] = right;
        branch.Lows![slot] = right.FirstKey;
        branch.Count++;
        return splitBranch;
    }

    /// <summary>Moves the upper half of a full node to a new one; nothing when what comes next is put at its end.</summary>
    private KeyNode Split(KeyNode node, int position)
    {
        var keep = position == node.Count ? node.Count : node.Count / 2;
        var right = node.IsLeaf ? KeyNode.NewLeaf(_token) : KeyNode.NewBranch(_token);
        right.Count = node.Count - keep;
        if (node.IsLeaf)
        {
            Array.Copy(node.Items!, keep, right.Items!, 0, right.Count);
            Array.Clear(node.Items!, keep, right.Count);
        }
        else
        {
            Array.Copy(node.Children!, keep, right.Children!, 0, right.Count);
            Array.Copy(node.Lows!, keep, right.Lows!, 0, right.Count);
            Array.Clear(node.Children!, keep, right.Count);
            Array.Clear(node.Lows!, keep, right.Count);
        }

        node.Count = keep;
        return right;
    }

    private void Remove(KeyNode node, ReadOnlySpan<byte> key)
    {
        if (node.IsLeaf)
        {
            var position = node.LowerBound(key);
            if (position == node.Count || !node.Items![position].Key.AsSpan().SequenceEqual(key))
                throw new InvalidOperationException("the key to remove is not in the tree");
            Array.Copy(node.Items, position + 1, node.Items, position, --node.Count - position);
            node.Items[node.Count] = null!;
            return;
        }

        var index = node.ChildFor(key);
        var child = node.Children![index] = Own(node.Children[index]);
        Remove(child, key);
        if (child.Count == 0) Drop(node, index);
        else if (index + 1 < node.Count && child.Count + node.Children[index + 1].Count <= KeyNode.Capacity / 2) Merge(node, index);
    }

    private static void Drop(KeyNode node, int index)
    {
        Array.Copy(node.Children!, index + 1, node.Children!, index, --node.Count - index);
        Array.Copy(node.Lows!, index + 1, node.Lows!, index, node.Count - index);
        node.Children![node.Count] = null!;
        node.Lows![node.Count] = null!;
    }

    /// <summary>Moves all of child index+1 into child index, which this editor owns.</summary>
    private static void Merge(KeyNode node, int index)
    {
        var left = node.Children![index];
        var right = node.Children[index + 1];
        if (left.IsLeaf)
        {
            Array.Copy(right.Items!, 0, left.Items!, left.Count, right.Count);
        }
        else
        {
            Array.Copy(right.Children!, 0, left.Children!, left.Count, right.Count);
            Array.Copy(right.Lows!, 0, left.Lows!, left.Count, right.Count);
            // The first low of a branch is never looked at, but here it becomes an inner one.
            left.Lows![left.Count] = node.Lows![index + 1];
        }

        left.Count += right.Count;
        Drop(node, index + 1);
    }
}
