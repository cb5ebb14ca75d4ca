using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using Kybernet.Base;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving.Snapshots;

/// <summary>Writes a store's state at one revision as etcd's own database file, so that etcdutl restores it into a real etcd.</summary>
/// <remarks>
/// <para>Worked example. A store at revision 7 holds <c>a</c> (last put at 3) and <c>b</c> (last put at 6). Bucket <c>key</c> gets, in
/// the order of revisions, 3/0 → a's record and 6/0 → b's; bucket <c>meta</c> gets finishedCompactRev = 7/0. An etcd that opens it stands
/// at 7 and has nothing older: keys deleted before need no tombstones (mvcc/kvstore.go: restore).</para>
/// <para>Keys of one transaction share its revision; they are told apart by their order in it, which is not known any more: they are
/// numbered by key.</para>
/// </remarks>
internal static class EtcdSnapshotFile
{
    private const int KeysPerRead = 1000;

    /// <summary>How often it starts over because history was compacted under it.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Writes the state as it is now; returns its revision. Throws <see cref="RpcException"/> when the store cannot be read.</summary>
    public static async ValueTask<Revision> WriteAsync(IStore store, Stream file, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            file.SetLength(0);
            try
            {
                return await WriteOnceAsync(store, file, cancel);
            }
            catch (RpcException e) when (e.Status.Detail == EtcdMessages.Compacted && attempt < MaxAttempts)
            {
            }
        }
    }

    private static async ValueTask<Revision> WriteOnceAsync(IStore store, Stream file, CancellationToken cancel)
    {
        var (revision, keys) = await KeysByRevisionAsync(store, cancel);
        var writer = new BoltWriter(file);
        await WriteKeysAsync(store, writer, revision, keys, cancel);
        await WriteLeasesAsync(store, writer, cancel);
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

    private static async ValueTask<(Revision, List<(Revision Changed, Bytes Key)>)> KeysByRevisionAsync(IStore store, CancellationToken cancel)
    {
        var keys = new List<(Revision Changed, Bytes Key)>();
        var revision = Revision.None;
        var next = KeyRange.All;
        while (true)
        {
            var result = await store.RangeAsync(new(next) { Revision = revision, Limit = KeysPerRead, KeysOnly = true }, cancel);
            if (!result.TryGet(out var range, out var error)) throw ServingErrors.ToRpc(error);
            if (revision.IsNone) revision = range.Revision;
            foreach (var item in range.Items) keys.Add((item.ModRevision, item.Key));
            if (!range.More) break;
            next = KeyRange.From(range.Items[^1].Key.Successor());
        }

        keys.Sort();
        return (revision, keys);
    }

    private static async ValueTask WriteKeysAsync(
        IStore store, BoltWriter writer, Revision revision, List<(Revision Changed, Bytes Key)> keys, CancellationToken cancel)
    {
        var bucket = writer.Begin();
        var changed = Revision.None;
        var sub = 0L;
        foreach (var (at, key) in keys)
        {
            var result = await store.RangeAsync(new(KeyRange.Single(key)) { Revision = revision }, cancel);
            if (!result.TryGet(out var range, out var error)) throw ServingErrors.ToRpc(error);
            sub = at == changed ? sub + 1 : 0;
            changed = at;
            bucket.Add(RevisionKey(at.Value, sub), Wire.ToWire(range.Items[0]).ToByteArray());
        }

        writer.End("key", bucket);
    }

    private static async ValueTask WriteLeasesAsync(IStore store, BoltWriter writer, CancellationToken cancel)
    {
        var bucket = writer.Begin();
        var result = await store.ListLeasesAsync(cancel);
        if (!result.TryGet(out var ids, out var error)) throw ServingErrors.ToRpc(error);
        foreach (var id in ids.OrderBy(id => (ulong)id.Value))
        {
            var lease = await store.GetLeaseAsync(id, withKeys: false, cancel);
            if (lease.IsOk) bucket.Add(LeaseKey(id), LeaseRecord(lease.Value));
        }

        writer.End("lease", bucket);
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
