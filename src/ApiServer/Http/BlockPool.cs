using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// The memory Kestrel reads and writes connections with, in blocks of one TLS record (16 KiB) instead of the server's own 4 KiB: an
/// object with its head is one block, one record and one system call.
/// </summary>
internal sealed class BlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 16 * 1024;

    // What waits to be used again: 8 MiB. More than that is left to the collector.
    private const int MaxFree = 512;

    private readonly Lock _gate = new();
    private readonly Stack<Block> _free = new(MaxFree);

    public override int MaxBufferSize => BlockBytes;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        lock (_gate)
            if (_free.TryPop(out var block)) return block;
        return new Block(this);
    }

    protected override void Dispose(bool disposing)
    {
        lock (_gate) _free.Clear();
    }

    private void Return(Block block)
    {
        lock (_gate)
            if (_free.Count < MaxFree) _free.Push(block);
    }

    /// <summary>Gives the server its pools.</summary>
    public sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new BlockPool();
    }

    // The last block used is the next one used: it is in the processor's cache.
    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        // Pinned, because the kernel reads and writes it.
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public Memory<byte> Memory => _bytes;

        public void Dispose() => pool.Return(this);
    }
}
