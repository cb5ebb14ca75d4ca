using System.Buffers.Binary;
using System.Security.Cryptography;
using Kybernet.Base;

namespace Kybernet.Store.Snapshots;

/// <summary>Saves what a store holds at one revision, while it goes on being used. Works over the contract, so with every engine.</summary>
public sealed class SnapshotWriter : IAsyncDisposable
{
    private const int KeysPerPage = 2000;
    private const int Tries = 5;

    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _header = new byte[64];

    private SnapshotWriter(FileStream file) => _file = file;

    /// <summary>
    /// Writes a snapshot to <paramref name="path"/>, mode 0600: it appears there whole or not at all, replacing what was
    /// there. Errors: those of reading the store; Unavailable when the file cannot be written.
    /// </summary>
    /// <remarks>
    /// All pages are read at the revision of the first. When compaction overtakes that revision, it starts again at a newer one.
    /// </remarks>
    public static async ValueTask<StoreResult<SnapshotInfo>> SaveAsync(IStore store, string path, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var partial = PrivateFile.PartialOf(path);
        try
        {
            for (var tryNumber = 1; ; tryNumber++)
            {
                StoreResult<SnapshotInfo> saved;
                await using (var writer = new SnapshotWriter(PrivateFile.Create(partial))) saved = await writer.WriteAsync(store, time.GetUtcNow(), cancel);
                if (saved.IsOk) File.Move(partial, path, overwrite: true);
                else File.Delete(partial);
                if (saved.Error is not StoreError.Compacted || tryNumber == Tries) return saved;
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return PrivateFile.Unwritable(path, failed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync();
    }

    private async ValueTask<StoreResult<SnapshotInfo>> WriteAsync(IStore store, DateTimeOffset takenAt, CancellationToken cancel)
    {
        var start = new Bytes(new byte[1]);
        var revision = Revision.None;
        var keys = 0L;
        while (true)
        {
            var result = await store.RangeAsync(new(KeyRange.From(start)) { Revision = revision, Limit = KeysPerPage }, cancel);
            if (!result.TryGet(out var page, out var error)) return error;
            if (revision.IsNone)
            {
                revision = page.Revision;
                await WriteHeaderAsync(revision, takenAt, cancel);
            }

            foreach (var item in page.Items) await WriteKeyAsync(item, cancel);
            keys += page.Items.Length;
            if (!page.More) break;
            start = (byte[])[.. page.Items[^1].Key.Span, 0];
        }

        var leases = await WriteLeasesAsync(store, cancel);
        if (!leases.IsOk) return leases.Error;
        return await WriteEndAsync(revision, keys, leases.Value, takenAt, cancel);
    }

    private async ValueTask WriteHeaderAsync(Revision revision, DateTimeOffset takenAt, CancellationToken cancel)
    {
        SnapshotFormat.Magic.CopyTo(_header);
        BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(8), revision.Value);
        BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(16), takenAt.ToUnixTimeMilliseconds());
        await WriteAsync(_header.AsMemory(0, SnapshotFormat.HeaderBytes), cancel);
    }

    private async ValueTask WriteKeyAsync(KeyValue item, CancellationToken cancel)
    {
        _header[0] = SnapshotFormat.KeyRecord;
        SnapshotFormat.WriteKeyHeader(_header.AsSpan(1), item);
        await WriteAsync(_header.AsMemory(0, 1 + SnapshotFormat.KeyHeaderBytes), cancel);
        await WriteAsync(item.Key.Memory, cancel);
        await WriteAsync(item.Value.Memory, cancel);
    }

    private async ValueTask<StoreResult<long>> WriteLeasesAsync(IStore store, CancellationToken cancel)
    {
        var listed = await store.ListLeasesAsync(cancel);
        if (!listed.TryGet(out var ids, out var error)) return error;
        var count = 0L;
        foreach (var id in ids)
        {
            var lease = await store.GetLeaseAsync(id, withKeys: false, cancel);
            if (lease.Error is StoreError.LeaseNotFound) continue;
            if (!lease.IsOk) return lease.Error;
            _header[0] = SnapshotFormat.LeaseRecord;
            BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(1), id.Value);
            BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(9), lease.Value.GrantedTtlSeconds);
            await WriteAsync(_header.AsMemory(0, 1 + SnapshotFormat.LeaseBytes), cancel);
            count++;
        }

        return count;
    }

    private async ValueTask<SnapshotInfo> WriteEndAsync(Revision revision, long keys, long leases, DateTimeOffset takenAt, CancellationToken cancel)
    {
        _header[0] = SnapshotFormat.EndRecord;
        BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(1), keys);
        BinaryPrimitives.WriteInt64LittleEndian(_header.AsSpan(9), leases);
        await WriteAsync(_header.AsMemory(0, 1 + SnapshotFormat.EndCountsBytes), cancel);
        var hash = _hash.GetHashAndReset();
        await _file.WriteAsync(hash, cancel);
        await _file.FlushAsync(cancel);
        _file.Flush(flushToDisk: true);
        return new(revision, keys, leases, _file.Length, takenAt, Convert.ToHexStringLower(hash))
        {
            Hash = BinaryPrimitives.ReadUInt32BigEndian(hash),
            TotalKeys = keys,
            TotalBytes = _file.Length,
        };
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        _hash.AppendData(bytes.Span);
        return _file.WriteAsync(bytes, cancel);
    }
}
