using System.Buffers.Binary;
using Grpc.Core;
using Kybernet.Store.Mvcc;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>A checksum of all live keys at one revision: equal for equal states, whatever history led there.</summary>
/// <remarks>etcd's also covers the history it still has, so the two are not the same number for the same keys.</remarks>
internal readonly record struct StateHash(uint Value, Revision Revision)
{
    private const int KeysPerRead = 1000;

    /// <summary>Throws <see cref="RpcException"/> when the revision cannot be read.</summary>
    public static async ValueTask<StateHash> AtAsync(IStore store, Revision revision, CancellationToken cancel)
    {
        var crc = 0u;
        var keys = KeyRange.All;
        while (true)
        {
            var result = await store.RangeAsync(new(keys) { Revision = revision, Limit = KeysPerRead }, cancel);
            if (!result.TryGet(out var range, out var error)) throw ServingErrors.ToRpc(error);
            if (revision.IsNone) revision = range.Revision;
            foreach (var item in range.Items) crc = Add(crc, item);
            if (!range.More) return new(crc, revision);
            keys = KeyRange.From(range.Items[^1].Key.Successor());
        }
    }

    private static uint Add(uint crc, Store.KeyValue item)
    {
        Span<byte> numbers = stackalloc byte[48];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, item.CreateRevision.Value);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], item.ModRevision.Value);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], item.Version);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], item.Lease.Value);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], item.Key.Length);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[40..], item.Value.Length);
        return Checksum.Of(item.Value.Span, Checksum.Of(item.Key.Span, Checksum.Of(numbers, crc)));
    }
}
