using Kybernet.Store.Embedded;
using Kybernet.Store.Mvcc;

namespace Kybernet.Store.Snapshots;

/// <summary>Makes an embedded store of a snapshot: same keys, same revisions, history compacted to the snapshot's revision.</summary>
public static class SnapshotRestore
{
    private const int BytesPerBatch = 8 * 1024 * 1024;

    /// <summary>
    /// Restores a snapshot, of this store's kind or of etcd's, into a directory that is empty or not there. The snapshot is checked whole
    /// before anything is written; the
    /// store's file appears in one step at the end. Errors: Unavailable (damaged snapshot, disk); Invalid (directory not empty).
    /// </summary>
    public static StoreResult<SnapshotInfo> Restore(string snapshot, string directory, CancellationToken cancel)
    {
        if (!SnapshotFiles.Check(snapshot, cancel).TryGet(out var info, out var damaged)) return damaged;
        if (CheckEmpty(directory) is { } occupied) return occupied;
        if (!DirectoryLock.Take(directory).TryGet(out var directoryLock, out var locked)) return locked;
        using (directoryLock)
        {
            var partial = Path.Combine(directory, SqliteFile.FileName + ".partial");
            if (!SqliteFile.Open(partial, maxBytes: 0).TryGet(out var file, out var unopened)) return unopened;
            StoreError? error;
            using (file) error = Fill(file, snapshot, info, cancel);
            if (error is not null)
            {
                File.Delete(partial);
                return error;
            }

            File.Move(partial, Path.Combine(directory, SqliteFile.FileName));
            return info;
        }
    }

    /// <summary>What is wrong with a directory that a store is to be made in: it holds something.</summary>
    internal static StoreError.Invalid? CheckEmpty(string directory) =>
        Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()
            ? new($"{directory} is not empty: a store is made in a directory of its own only")
            : null;

    private static StoreError? Fill(SqliteFile file, string snapshot, SnapshotInfo info, CancellationToken cancel)
    {
        if (!SnapshotFiles.Open(snapshot, cancel).TryGet(out var reader, out var unreadable)) return unreadable;
        using (reader)
        {
            var batch = new CommitBatch { Compacted = info.Revision.Value };
            var missing = new HashSet<long>();
            var (sequence, bytes) = (1L, 0L);
            while (true)
            {
                cancel.ThrowIfCancellationRequested();
                if (!reader.Next(out var key, out var lease).TryGet(out var more, out var wrong)) return wrong;
                if (key is not null)
                {
                    batch.Events.Add(ToNode(key, sequence++));
                    bytes += key.Key.Length + key.Value.Length;
                    if (!key.Lease.IsNone) missing.Add(key.Lease.Value);
                }
                else if (lease is { } granted)
                {
                    batch.Granted.Add(new(granted.Id.Value, granted.TtlSeconds));
                    missing.Remove(granted.Id.Value);
                }

                // A lease that ended while the snapshot was taken, but not before its revision: its keys go as they went then.
                if (!more) batch.Granted.AddRange(missing.Select(id => new Lease(id, ttlSeconds: 1)));
                if (more && bytes < BytesPerBatch) continue;
                if (file.Write(batch) is { } fault) return fault;
                if (!more) return null;
                batch.Clear();
                bytes = 0;
            }
        }
    }

    private static KeyRevision ToNode(KeyValue item, long sequence)
    {
        var value = item.Value.AsArray();
        return new()
        {
            History = new(item.Key.AsArray()),
            ModRevision = item.ModRevision.Value,
            CreateRevision = item.CreateRevision.Value,
            Version = item.Version,
            Lease = item.Lease.Value,
            Sequence = sequence,
            Value = value,
            ValueLength = value.Length,
            ValueChecksum = Checksum.Of(value),
        };
    }
}
