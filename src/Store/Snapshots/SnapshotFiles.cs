namespace Kybernet.Store.Snapshots;

/// <summary>Snapshots of both kinds: the store's own (<see cref="SnapshotFormat"/>) and etcd's.</summary>
public static class SnapshotFiles
{
    /// <summary>Reads a whole snapshot and says what it holds. Errors: Unavailable when it is not whole, or cannot be read.</summary>
    public static StoreResult<SnapshotInfo> Check(string path, CancellationToken cancel)
    {
        if (!Open(path, cancel).TryGet(out var reader, out var error)) return error;
        using (reader)
        {
            while (reader.Info is null)
            {
                cancel.ThrowIfCancellationRequested();
                if (!reader.Next(out _, out _).TryGet(out _, out var wrong)) return wrong;
            }

            return reader.Info;
        }
    }

    /// <summary>Opens a snapshot of whatever kind it is.</summary>
    internal static StoreResult<ISnapshotReader> Open(string path, CancellationToken cancel)
    {
        try
        {
            Span<byte> start = stackalloc byte[SnapshotFormat.Magic.Length];
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
                start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (start.SequenceEqual(SnapshotFormat.Magic))
                return SnapshotReader.Open(path).TryGet(out var own, out var unreadable) ? own : unreadable;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, failed);
        }

        return EtcdSnapshotReader.Open(path, cancel).TryGet(out var etcds, out var wrong) ? etcds : wrong;
    }

    internal static StoreError.Unavailable Unreadable(string path, Exception failed) => failed is InvalidDataException or EndOfStreamException
        ? new(UnavailableReason.Damaged, $"the snapshot {path} is damaged or cut short: {failed.Message}; use another one")
        : new(UnavailableReason.DiskFailed, $"the snapshot {path} cannot be read: {failed.Message}");
}
