using System.Collections.Immutable;
using Kybernet.Store.Embedded;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Snapshots;

/// <summary>Copies all a store holds at one revision into an empty one, and compares the two key by key afterwards.</summary>
/// <remarks>
/// <para>Into a directory everything is kept but history: keys, values, create and mod revisions, versions, leases, and the
/// revision itself. Into a store that is running, over its contract, revisions and versions cannot be kept, for whoever writes gets
/// new ones: there keys, values and leases are the same, and every key is at version 1.</para>
/// <para>A lease's time to live starts again with the copy, as after a restart.</para>
/// </remarks>
public static class StoreCopy
{
    private const int KeysPerRead = 1000;

    // Under etcd's limits on what one transaction may hold: 128 operations, 1.5 MB.
    private const int PutsPerTxn = 100;
    private const int BytesPerTxn = 512 * 1024;

    /// <summary>
    /// Copies into a directory that is empty or not there. Errors: Invalid (directory not empty, or the copy differs), those of
    /// reading the source, Unavailable (disk).
    /// </summary>
    public static async ValueTask<StoreResult<StoreCopyInfo>> IntoDirectoryAsync(IStore from, string directory, TimeProvider time, CancellationToken cancel)
    {
        if (SnapshotRestore.CheckEmpty(directory) is { } occupied) return occupied;
        // Beside the target, for there the room must be anyway.
        var snapshot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + ".copy";
        try
        {
            if (!(await SnapshotWriter.SaveAsync(from, snapshot, time, cancel)).TryGet(out var taken, out var unread)) return unread;
            if (SnapshotRestore.Restore(snapshot, directory, cancel).Error is { } unrestored) return unrestored;
            if (!(await EmbeddedStore.OpenAsync(new() { Directory = directory }, time, cancel)).TryGet(out var copy, out var unopened)) return unopened;
            await using (copy)
            {
                if (await StoreComparison.DifferenceAsync(from, taken.Revision, copy, taken.Revision, withRevisions: true, cancel) is { } wrong) return wrong;
            }

            return new StoreCopyInfo(taken.Keys, taken.Leases, taken.Revision, taken.Revision);
        }
        finally
        {
            File.Delete(snapshot);
        }
    }

    /// <summary>
    /// Copies into a store without keys. Errors: Invalid (it has keys, or the copy differs), those of reading the one and writing the
    /// other. After an error the target may hold part of the copy.
    /// </summary>
    public static async ValueTask<StoreResult<StoreCopyInfo>> IntoStoreAsync(IStore from, IStore to, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!(await to.RangeAsync(new(KeyRange.All) { CountOnly = true }, cancel)).TryGet(out var there, out var unreachable)) return unreachable;
        if (there.Count > 0) return new StoreError.Invalid($"the target holds {there.Count} keys: a copy goes into an empty store only");
        if (!(await CopyLeasesAsync(from, to, cancel)).TryGet(out var leases, out var leaseless)) return leaseless;
        var (revision, reached, keys) = (Revision.None, there.Revision, 0L);
        var next = KeyRange.All;
        while (true)
        {
            var read = await from.RangeAsync(new(next) { Revision = revision, Limit = KeysPerRead }, cancel);
            if (!read.TryGet(out var page, out var unread)) return unread;
            if (revision.IsNone) revision = page.Revision;
            if (!page.Items.IsEmpty)
            {
                if (!(await PutAsync(to, page.Items, leases, cancel)).TryGet(out reached, out var unwritten)) return unwritten;
            }

            keys += page.Items.Length;
            if (!page.More) break;
            next = KeyRange.From(page.Items[^1].Key.Successor());
        }

        var wrong = await StoreComparison.DifferenceAsync(from, revision, to, reached, withRevisions: false, cancel);
        return wrong is null ? new StoreCopyInfo(keys, leases.Count, revision, reached) : wrong;
    }

    private static async ValueTask<StoreResult<HashSet<LeaseId>>> CopyLeasesAsync(IStore from, IStore to, CancellationToken cancel)
    {
        var copied = new HashSet<LeaseId>();
        if (!(await from.ListLeasesAsync(cancel)).TryGet(out var ids, out var unlisted)) return unlisted;
        foreach (var id in ids)
        {
            var read = await from.GetLeaseAsync(id, withKeys: false, cancel);
            if (read.Error is StoreError.LeaseNotFound) continue;
            if (!read.TryGet(out var lease, out var unread)) return unread;
            if ((await to.GrantLeaseAsync(id, lease.GrantedTtlSeconds, cancel)).Error is { } ungranted) return ungranted;
            copied.Add(id);
        }

        return copied;
    }

    private static async ValueTask<StoreResult<Revision>> PutAsync(
        IStore to, ImmutableArray<KeyValue> items, HashSet<LeaseId> leases, CancellationToken cancel)
    {
        var reached = Revision.None;
        for (var start = 0; start < items.Length;)
        {
            var puts = ImmutableArray.CreateBuilder<TxnOperation>();
            for (var bytes = 0; start < items.Length && puts.Count < PutsPerTxn && (puts.Count == 0 || bytes + SizeOf(items[start]) <= BytesPerTxn); start++)
            {
                var item = items[start];
                // A lease that ended since the revision that is copied: its keys follow it here as they did there.
                if (!item.Lease.IsNone && leases.Add(item.Lease) && (await to.GrantLeaseAsync(item.Lease, 1, cancel)).Error is { } ungranted) return ungranted;
                puts.Add(new TxnOperation.Put(new(item.Key, item.Value) { Lease = item.Lease }));
                bytes += SizeOf(item);
            }

            if (!(await to.TxnAsync(new([], puts.DrainToImmutable(), []), cancel)).TryGet(out var done, out var unwritten)) return unwritten;
            reached = done.Revision;
        }

        return reached;
    }

    private static int SizeOf(KeyValue item) => item.Key.Length + item.Value.Length;
}
