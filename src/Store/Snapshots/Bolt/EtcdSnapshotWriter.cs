using System.Buffers.Binary;
using Google.Protobuf;
using Kybernet.Base;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>Writes a store's state at one revision as etcd's own database file, so that etcdutl restores it into a real etcd.</summary>
/// <remarks>
/// <para>Worked example. A store at revision 7 holds <c>a</c> (last put at 3) and <c>b</c> (last put at 6). Bucket <c>key</c> gets, in
/// the order of revisions, 3/0 → a's record and 6/0 → b's; bucket <c>meta</c> gets finishedCompactRev = 7/0. An etcd that opens it stands
/// at 7 and has nothing older: keys deleted before need no tombstones (mvcc/kvstore.go: restore).</para>
/// <para>Keys of one transaction share its revision; they are told apart by their order in it, which is not known any more: they are
/// numbered by key.</para>
/// </remarks>
internal static class EtcdSnapshotWriter
{
    private const int KeysPerRead = 1000;

    /// <summary>How often it starts over because history was compacted under it.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Writes the state as it is now; returns its revision. Errors: those of reading the store.</summary>
    public static async ValueTask<StoreResult<Revision>> WriteAsync(IStore store, Stream file, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            file.SetLength(0);
            var written = await WriteOnceAsync(store, file, cancel);
            if (written.Error is not StoreError.Compacted || attempt == MaxAttempts) return written;
        }
    }

    private static async ValueTask<StoreResult<Revision>> WriteOnceAsync(IStore store, Stream file, CancellationToken cancel)
    {
        if (!(await KeysByRevisionAsync(store, cancel)).TryGet(out var listed, out var unlisted)) return unlisted;
        var (revision, keys) = listed;
        var writer = new BoltWriter(file);
        if (await WriteKeysAsync(store, writer, revision, keys, cancel) is { } unread) return unread;
        if (await WriteLeasesAsync(store, writer, cancel) is { } leaseless) return leaseless;
        var meta = writer.Begin();
        Span<byte> index = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(index, 1);
        meta.Add("consistent_index"u8, index);
        meta.Add("finishedCompactRev"u8, RevisionKey(revision.Value, 0));
        writer.End("meta", meta);
        foreach (var empty in (string[])["alarm", "auth", "authRoles", "authUsers", "cluster", "members", "members_removed"])
            writer.End(empty, writer.Begin());
        writer.Finish();
        return revision;
    }

    private static async ValueTask<StoreResult<(Revision, List<(Revision Changed, Bytes Key)>)>> KeysByRevisionAsync(
        IStore store, CancellationToken cancel)
    {
        var keys = new List<(Revision Changed, Bytes Key)>();
        var revision = Revision.None;
        var next = KeyRange.All;
        while (true)
        {
            var result = await store.RangeAsync(new(next) { Revision = revision, Limit = KeysPerRead, KeysOnly = true }, cancel);
            if (!result.TryGet(out var range, out var error)) return error;
            if (revision.IsNone) revision = range.Revision;
            foreach (var item in range.Items) keys.Add((item.ModRevision, item.Key));
            if (!range.More) break;
            next = KeyRange.From(range.Items[^1].Key.Successor());
        }

        keys.Sort();
        return (revision, keys);
    }

    private static async ValueTask<StoreError?> WriteKeysAsync(
        IStore store, BoltWriter writer, Revision revision, List<(Revision Changed, Bytes Key)> keys, CancellationToken cancel)
    {
        var bucket = writer.Begin();
        var changed = Revision.None;
        var sub = 0L;
        foreach (var (at, key) in keys)
        {
            var result = await store.RangeAsync(new(KeyRange.Single(key)) { Revision = revision }, cancel);
            if (!result.TryGet(out var range, out var error)) return error;
            sub = at == changed ? sub + 1 : 0;
            changed = at;
            bucket.Add(RevisionKey(at.Value, sub), Wire.ToWire(range.Items[0]).ToByteArray());
        }

        writer.End("key", bucket);
        return null;
    }

    private static async ValueTask<StoreError?> WriteLeasesAsync(IStore store, BoltWriter writer, CancellationToken cancel)
    {
        var bucket = writer.Begin();
        var result = await store.ListLeasesAsync(cancel);
        if (!result.TryGet(out var ids, out var error)) return error;
        foreach (var id in ids.OrderBy(id => (ulong)id.Value))
        {
            var lease = await store.GetLeaseAsync(id, withKeys: false, cancel);
            if (lease.IsOk) bucket.Add(LeaseKey(id), LeaseRecord(lease.Value));
        }

        writer.End("lease", bucket);
        return null;
    }

    /// <summary>Big-endian, so that the order of bytes is that of numbers: revision, an underscore, the place in its transaction.</summary>
    private static byte[] RevisionKey(long revision, long sub)
    {
        var key = new byte[17];
        BinaryPrimitives.WriteInt64BigEndian(key, revision);
        key[8] = (byte)'_';
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(9), sub);
        return key;
    }

    private static byte[] LeaseKey(LeaseId id)
    {
        var key = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(key, id.Value);
        return key;
    }

    /// <summary>leasepb.Lease: 1 ID, 2 TTL, 3 RemainingTTL, which a restored lease goes on from.</summary>
    private static byte[] LeaseRecord(LeaseStatus lease)
    {
        using var memory = new MemoryStream();
        using (var output = new CodedOutputStream(memory, leaveOpen: true))
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt64(lease.Id.Value);
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt64(lease.GrantedTtlSeconds);
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteInt64(Math.Max(lease.RemainingSeconds, 1));
        }

        return memory.ToArray();
    }
}
