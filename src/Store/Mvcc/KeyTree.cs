namespace Kybernet.Store.Mvcc;

/// <summary>The sorted set of keys as it was when it was frozen: a B+ tree nobody changes any more, so readers take no lock.</summary>
/// <remarks>Holds every key with history, deleted ones too, until compaction has passed their tombstone.</remarks>
internal sealed class KeyTree(KeyNode root, int count)
{
    public static KeyTree Empty { get; } = new(KeyNode.NewLeaf(owner: null), 0);

    public KeyNode Root { get; } = root;

    public int Count { get; } = count;

    public KeyHistory? Find(ReadOnlySpan<byte> key) => Find(Root, key);

    public static KeyHistory? Find(KeyNode node, ReadOnlySpan<byte> key)
    {
        while (!node.IsLeaf) node = node.Children![node.ChildFor(key)];
        var position = node.LowerBound(key);
        return position < node.Count && node.Items![position].Key.AsSpan().SequenceEqual(key) ? node.Items[position] : null;
    }

    /// <summary>Shows <paramref name="visitor"/> the keys of <paramref name="range"/>, in order.</summary>
    public static void Visit<TVisitor>(KeyNode root, KeyRange range, ref TVisitor visitor)
        where TVisitor : struct, IKeyVisitor
    {
        if (range.IsSingle)
        {
            if (Find(root, range.Start.Span) is { } history) visitor.Visit(history);
            return;
        }

        VisitFrom(root, range.Start.Span, range, ref visitor);
    }

    /// <summary>A tree of histories that are sorted by key and distinct.</summary>
    public static KeyTree Build(ReadOnlySpan<KeyHistory> sorted)
    {
        if (sorted.Length == 0) return Empty;
        var level = new List<KeyNode>((sorted.Length / (KeyNode.Capacity / 2)) + 1);
        // Three quarters full: room for keys that come between.
        const int Fill = KeyNode.Capacity * 3 / 4;
        for (var i = 0; i < sorted.Length; i += Fill)
        {
            var leaf = KeyNode.NewLeaf(owner: null);
            leaf.Count = Math.Min(Fill, sorted.Length - i);
            sorted.Slice(i, leaf.Count).CopyTo(leaf.Items);
            level.Add(leaf);
        }

        while (level.Count > 1)
        {
            var above = new List<KeyNode>((level.Count / Fill) + 1);
            for (var i = 0; i < level.Count; i += Fill)
            {
                var branch = KeyNode.NewBranch(owner: null);
                branch.Count = Math.Min(Fill, level.Count - i);
                for (var j = 0; j < branch.Count; j++)
                {
                    branch.Children![j] = level[i + j];
                    branch.Lows![j] = level[i + j].FirstKey;
                }

                above.Add(branch);
            }

            level = above;
        }

        return new(level[0], sorted.Length);
    }

    /// <summary>False once a key at or past the end of the range was met.</summary>
    private static bool VisitFrom<TVisitor>(KeyNode node, ReadOnlySpan<byte> start, KeyRange range, ref TVisitor visitor)
        where TVisitor : struct, IKeyVisitor
    {
        if (node.IsLeaf)
        {
            for (var i = start.IsEmpty ? 0 : node.LowerBound(start); i < node.Count; i++)
            {
                var history = node.Items![i];
                if (!range.IsOpen && history.Key.AsSpan().SequenceCompareTo(range.End.Span) >= 0) return false;
                visitor.Visit(history);
            }

            return true;
        }

        var first = start.IsEmpty ? 0 : node.ChildFor(start);
        if (!VisitFrom(node.Children![first], start, range, ref visitor)) return false;
        for (var i = first + 1; i < node.Count; i++)
            if (!VisitFrom(node.Children[i], default, range, ref visitor))
                return false;
        return true;
    }
}
