using System.Buffers;
using System.Buffers.Binary;

namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>One B+ tree of a bbolt file, built from keys in order: leaves as they fill, then the branches over them.</summary>
internal sealed class BoltTree(BoltWriter writer)
{
    private readonly List<Element> _pending = [];
    private readonly List<(byte[] FirstKey, ulong Page)> _leaves = [];
    private int _size = BoltPage.HeaderSize;

    /// <summary>Adds a key greater than all before it.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, uint flags = 0)
    {
        var size = BoltPage.ElementSize + key.Length + value.Length;
        if (_pending.Count > 0 && _size + size > BoltPage.Size) FlushLeaf();
        _pending.Add(new(flags, key.ToArray(), value.ToArray()));
        _size += size;
    }

    /// <summary>Writes what is left; returns the tree's root page.</summary>
    public ulong Finish()
    {
        if (_pending.Count > 0 || _leaves.Count == 0) FlushLeaf();
        var level = _leaves;
        while (level.Count > 1) level = WriteBranches(level);
        return level[0].Page;
    }

    private void FlushLeaf()
    {
        var page = Rent(_size, out var rented);
        var data = BoltPage.HeaderSize + _pending.Count * BoltPage.ElementSize;
        for (var i = 0; i < _pending.Count; i++)
        {
            var (flags, key, value) = _pending[i];
            var at = BoltPage.HeaderSize + i * BoltPage.ElementSize;
            var element = page[at..];
            BinaryPrimitives.WriteUInt32LittleEndian(element, flags);
            BinaryPrimitives.WriteUInt32LittleEndian(element[4..], (uint)(data - at));
            BinaryPrimitives.WriteUInt32LittleEndian(element[8..], (uint)key.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(element[12..], (uint)value.Length);
            key.CopyTo(page[data..]);
            value.CopyTo(page[(data + key.Length)..]);
            data += key.Length + value.Length;
        }

        _leaves.Add((_pending.Count > 0 ? _pending[0].Key : [], writer.WritePage(page, BoltPage.Leaf, _pending.Count)));
        ArrayPool<byte>.Shared.Return(rented);
        _pending.Clear();
        _size = BoltPage.HeaderSize;
    }

    private List<(byte[] FirstKey, ulong Page)> WriteBranches(List<(byte[] FirstKey, ulong Page)> below)
    {
        var level = new List<(byte[], ulong)>();
        var first = 0;
        while (first < below.Count)
        {
            var count = 0;
            var size = BoltPage.HeaderSize;
            while (first + count < below.Count)
            {
                var next = BoltPage.ElementSize + below[first + count].FirstKey.Length;
                if (count >= 2 && size + next > BoltPage.Size) break;
                size += next;
                count++;
            }

            level.Add((below[first].FirstKey, WriteBranch(below, first, count, size)));
            first += count;
        }

        return level;
    }

    private ulong WriteBranch(List<(byte[] FirstKey, ulong Page)> below, int first, int count, int size)
    {
        var page = Rent(size, out var rented);
        var data = BoltPage.HeaderSize + count * BoltPage.ElementSize;
        for (var i = 0; i < count; i++)
        {
            var (key, child) = below[first + i];
            var at = BoltPage.HeaderSize + i * BoltPage.ElementSize;
            BinaryPrimitives.WriteUInt32LittleEndian(page[at..], (uint)(data - at));
            BinaryPrimitives.WriteUInt32LittleEndian(page[(at + 4)..], (uint)key.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(page[(at + 8)..], child);
            key.CopyTo(page[data..]);
            data += key.Length;
        }

        var id = writer.WritePage(page, BoltPage.Branch, count);
        ArrayPool<byte>.Shared.Return(rented);
        return id;
    }

    /// <summary>Zeroed whole pages for so many bytes.</summary>
    private static Span<byte> Rent(int size, out byte[] rented)
    {
        var length = (size + BoltPage.Size - 1) / BoltPage.Size * BoltPage.Size;
        rented = ArrayPool<byte>.Shared.Rent(length);
        var page = rented.AsSpan(0, length);
        page.Clear();
        return page;
    }

    private readonly record struct Element(uint Flags, byte[] Key, byte[] Value);
}
