namespace Kybernet.Store.Mvcc;

/// <summary>Decides the conditions of transactions.</summary>
internal static class Comparer
{
    /// <summary>Whether a condition holds in the batch under way; an error when a value it needs cannot be read.</summary>
    public static StoreError? Holds(MvccState state, Compare compare, out bool holds)
    {
        holds = false;
        var collector = new KeyCollector(state.Revision, long.MaxValue);
        KeyTree.Visit(state.PendingRoot, compare.Keys, ref collector);
        if (collector.Nodes is not { } nodes)
        {
            holds = compare.Target != CompareTarget.Value && Matches(compare.Relation, 0L.CompareTo(compare.Number));
            return null;
        }

        foreach (var node in nodes)
        {
            if (compare.Target == CompareTarget.Value)
            {
                if (state.Values.TryGet(node, out var value) is { } error) return error;
                if (!Matches(compare.Relation, value.CompareTo(compare.Value))) return null;
            }
            else if (!Matches(compare.Relation, NumberOf(node, compare.Target).CompareTo(compare.Number)))
            {
                return null;
            }
        }

        holds = true;
        return null;
    }

    private static long NumberOf(KeyRevision node, CompareTarget target) => target switch
    {
        CompareTarget.Version => node.Version,
        CompareTarget.CreateRevision => node.CreateRevision,
        CompareTarget.ModRevision => node.ModRevision,
        CompareTarget.Lease => node.Lease,
        _ => throw new InvalidOperationException($"{target} is not a number"),
    };

    private static bool Matches(CompareRelation relation, int order) => relation switch
    {
        CompareRelation.Equal => order == 0,
        CompareRelation.Greater => order > 0,
        CompareRelation.Less => order < 0,
        _ => order != 0,
    };
}
