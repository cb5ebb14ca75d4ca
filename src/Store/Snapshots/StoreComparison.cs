using Kybernet.Store.Protocol;

namespace Kybernet.Store.Snapshots;

/// <summary>Compares two stores key by key.</summary>
internal static class StoreComparison
{
    private const int KeysPerRead = 1000;

    /// <summary>
    /// Null when both hold the same keys with the same values and leases; with <paramref name="withRevisions"/> also at the same
    /// revisions and versions. Else Invalid with the first difference, or why one of them cannot be read.
    /// </summary>
    public static async ValueTask<StoreError?> DifferenceAsync(
        IStore left, Revision leftAt, IStore right, Revision rightAt, bool withRevisions, CancellationToken cancel)
    {
        var next = KeyRange.All;
        while (true)
        {
            if (!(await left.RangeAsync(new(next) { Revision = leftAt, Limit = KeysPerRead }, cancel)).TryGet(out var source,
                out var unreadLeft)) return unreadLeft;
            if (!(await right.RangeAsync(new(next) { Revision = rightAt, Limit = KeysPerRead }, cancel)).TryGet(out var copy,
                out var unreadRight)) return unreadRight;
            for (var i = 0; i < Math.Max(source.Items.Length, copy.Items.Length); i++)
            {
                if (i >= source.Items.Length) return Differs($"'{copy.Items[i].Key}' is in the copy only");
                if (i >= copy.Items.Length) return Differs($"'{source.Items[i].Key}' is not in the copy");
                if (!AreEqual(source.Items[i], copy.Items[i], withRevisions)) return Differs($"'{source.Items[i].Key}' is not the same in the copy");
            }

            if (source.More != copy.More) return Differs("one of them has more keys");
            if (!source.More) return null;
            next = KeyRange.From(source.Items[^1].Key.Successor());
        }
    }

    private static bool AreEqual(KeyValue one, KeyValue other, bool withRevisions) =>
        withRevisions ? one == other : one.Key == other.Key && one.Value == other.Value && one.Lease == other.Lease;

    private static StoreError.Invalid Differs(string how) =>
        new($"the copy differs from what was copied: {how}; was something writing to it? empty the target and copy again");
}
