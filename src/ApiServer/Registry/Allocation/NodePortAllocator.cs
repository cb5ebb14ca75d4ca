using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// Gives services their node ports. What is taken is one bit a port in a RangeAllocation in the store, changed by compare and
/// swap. Upstream: <c>portallocator</c> over <c>registry/core/service/allocator/storage</c>, the same key and bytes.
/// </summary>
internal sealed class NodePortAllocator(IStore store, NodePortRange range, IdSource ids)
{
    private const int MaxAttempts = 200;
    private static readonly Bytes s_key = Bytes.Of("/registry/ranges/servicenodeports");

    public NodePortRange Range => range;

    /// <summary>Takes the port, or any when it is 0.</summary>
    /// <returns>The port, or what keeps it from being taken, in upstream's words.</returns>
    public async ValueTask<(int Port, string? Problem)> TakeAsync(int wanted, bool isDryRun, CancellationToken cancel)
    {
        if (wanted != 0 && !range.Contains(wanted)) return (0, range.NotInRange);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (bits, revision) = await ReadAsync(cancel);
            var port = wanted != 0 ? wanted : Free(bits);
            if (port == 0) return (0, "range is full");
            if (Has(bits, port)) return (0, "provided port is already allocated");
            if (isDryRun) return (port, null);
            bits[(port - range.First) / 8] |= Bit(port);
            if (await TryWriteAsync(bits, revision, cancel)) return (port, null);
        }

        return (0, "the allocation of node ports changes too fast");
    }

    public async ValueTask ReleaseAsync(int port, CancellationToken cancel)
    {
        if (!range.Contains(port)) return;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (bits, revision) = await ReadAsync(cancel);
            if (!Has(bits, port)) return;
            bits[(port - range.First) / 8] &= (byte)~Bit(port);
            if (await TryWriteAsync(bits, revision, cancel)) return;
        }
    }

    private int Free(byte[] bits)
    {
        foreach (var offset in SearchOrder.Offsets((ulong)range.Size, range.StaticBand, (ulong)ids.SecondsFrom(1 << 20), (ulong)ids.SecondsFrom(1 << 20)))
        {
            var port = range.First + (int)offset;
            if (!Has(bits, port)) return port;
        }

        return 0;
    }

    private bool Has(byte[] bits, int port) => (bits[(port - range.First) / 8] & Bit(port)) != 0;

    private byte Bit(int port) => (byte)(1 << ((port - range.First) % 8));

    /// <summary>One bit a port, the first port in the lowest bit of the first byte.</summary>
    private async ValueTask<(byte[] Bits, Revision Revision)> ReadAsync(CancellationToken cancel)
    {
        var bits = new byte[(range.Size + 7) / 8];
        var read = await store.RangeAsync(new(KeyRange.Single(s_key)), cancel);
        if (read.Error is { } error) throw new IOException(error.Message);
        if (read.Value.Items.IsEmpty) return (bits, Revision.None);
        var item = read.Value.Items[0];
        var decoded = ObjectProtobuf.Decode<RangeAllocation>(item.Value.Span, DecodeOptions.Default);
        if (decoded.Error is { } wrong) throw new IOException($"the node ports taken cannot be read: {wrong}");
        // The stored number is big-endian without leading zeros, as Go's big.Int writes it.
        var stored = decoded.Value!.Data.Span;
        for (var i = 0; i < stored.Length && i < bits.Length; i++) bits[i] = stored[stored.Length - 1 - i];
        return (bits, item.ModRevision);
    }

    private async ValueTask<bool> TryWriteAsync(byte[] bits, Revision revision, CancellationToken cancel)
    {
        var length = bits.Length;
        while (length > 0 && bits[length - 1] == 0) length--;
        var data = bits.AsSpan(0, length).ToArray();
        Array.Reverse(data);
        var value = ObjectProtobuf.Encode(new RangeAllocation { Range = range.ToString(), Data = Machinery.Values.Bytes.Adopt(data) });
        var done = await store.TxnAsync(
            new([Compare.ModRevision(s_key, CompareRelation.Equal, revision)], [new TxnOperation.Put(new(s_key, value))], []), cancel);
        if (done.Error is { } error) throw new IOException(error.Message);
        return done.Value.Succeeded;
    }
}
