using System.Buffers.Binary;

namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>Reads a bbolt database, the file format of etcd's snapshots: its buckets by name, and each one's pairs in order.</summary>
/// <remarks>
/// What the file says is checked before it is followed: a wrong number is <see cref="InvalidDataException"/>, never memory or a
/// loop without end. The file stays its owner's.
/// </remarks>
internal sealed class BoltReader
{
    private const int MetaBytes = 64;
    private const int LargestPage = 64 * 1024;
    private const long LongestRun = 256L * 1024 * 1024;

    private readonly FileStream _file;
    private readonly long _length;
    private readonly ulong _root;

    /// <param name="file">The file.</param>
    /// <param name="length">How much of it is the database; etcd puts a checksum after it.</param>
    public BoltReader(FileStream file, long length)
    {
        (_file, _length) = (file, length);
        // The copy of the higher transaction is in force, unless it was being written when the process ended.
        if (ReadMeta(0, BoltPage.Size) is not { } first) throw new InvalidDataException("it is not an etcd snapshot");
        PageSize = first.PageSize;
        var second = ReadMeta(PageSize, PageSize);
        var meta = second is { } later && later.Transaction > first.Transaction ? later : first;
        (_root, Pages) = (meta.Root, meta.Pages);
        if (Pages * PageSize > length) throw new InvalidDataException($"it has {length} bytes and should have {Pages * PageSize}");
    }

    public int PageSize { get; }

    /// <summary>How many pages the database has, free ones included.</summary>
    public long Pages { get; }

    /// <summary>The buckets in the order of their names.</summary>
    public IEnumerable<(byte[] Name, BoltBucket Bucket)> Buckets()
    {
        foreach (var (flags, name, value) in Walk(ReadPage(_root), depth: 0))
        {
            if ((flags & BoltPage.BucketElement) == 0 || value.Length < BoltBucket.HeaderBytes)
                throw new InvalidDataException("something that is no bucket lies among the buckets");
            var page = BinaryPrimitives.ReadUInt64LittleEndian(value.Span);
            yield return (name.ToArray(), new(page, page == 0 ? value[BoltBucket.HeaderBytes..] : default));
        }
    }

    /// <summary>The pairs of a bucket in the order of their keys. The memory is valid until the next pair.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> Pairs(BoltBucket bucket)
    {
        foreach (var (_, key, value) in Walk(bucket.Page == 0 ? bucket.Inline : ReadPage(bucket.Page), depth: 0)) yield return (key, value);
    }

    private IEnumerable<(uint Flags, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value)> Walk(ReadOnlyMemory<byte> page, int depth)
    {
        if (depth > 32) throw new InvalidDataException("its tree is deeper than any tree");
        var (kind, count) = HeaderOf(page);
        for (var i = 0; i < count; i++)
        {
            var at = BoltPage.HeaderSize + i * BoltPage.ElementSize;
            if (kind == BoltPage.Leaf)
            {
                yield return LeafElement(page, at);
                continue;
            }

            foreach (var found in Walk(ReadPage(BinaryPrimitives.ReadUInt64LittleEndian(Slice(page, at + 8, 8).Span)), depth + 1)) yield return found;
        }
    }

    private static (ushort Kind, int Count) HeaderOf(ReadOnlyMemory<byte> page)
    {
        var header = Slice(page, 0, BoltPage.HeaderSize).Span;
        var kind = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        if (kind is not (BoltPage.Leaf or BoltPage.Branch)) throw new InvalidDataException($"a page of kind {kind} lies where keys should be");
        return (kind, BinaryPrimitives.ReadUInt16LittleEndian(header[10..]));
    }

    private static (uint, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>) LeafElement(ReadOnlyMemory<byte> page, int at)
    {
        var element = Slice(page, at, BoltPage.ElementSize).Span;
        var flags = BinaryPrimitives.ReadUInt32LittleEndian(element);
        var position = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(element[4..]);
        var keyBytes = BinaryPrimitives.ReadUInt32LittleEndian(element[8..]);
        var valueBytes = BinaryPrimitives.ReadUInt32LittleEndian(element[12..]);
        return (flags, Slice(page, position, keyBytes), Slice(page, position + keyBytes, valueBytes));
    }

    /// <summary>A page with those that follow as part of it.</summary>
    private byte[] ReadPage(ulong id)
    {
        if (id >= (ulong)Pages) throw new InvalidDataException($"page {id} is wanted of {Pages}");
        var at = (long)id * PageSize;
        var header = new byte[BoltPage.HeaderSize];
        Read(header, at);
        var bytes = (1 + (long)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12))) * PageSize;
        if (bytes > LongestRun || at + bytes > _length) throw new InvalidDataException($"page {id} claims {bytes} bytes");
        var page = new byte[bytes];
        Read(page, at);
        return page;
    }

    private (int PageSize, ulong Root, ulong Transaction, long Pages)? ReadMeta(long at, int pageSize)
    {
        var bytes = new byte[BoltPage.HeaderSize + MetaBytes];
        if (_length < at + pageSize) return null;
        Read(bytes, at);
        var meta = bytes.AsSpan(BoltPage.HeaderSize);
        if (BinaryPrimitives.ReadUInt32LittleEndian(meta) != BoltPage.Magic || BinaryPrimitives.ReadUInt32LittleEndian(meta[4..]) != BoltPage.Version)
            return null;
        if (BinaryPrimitives.ReadUInt64LittleEndian(meta[56..]) != BoltWriter.Fnv1a(meta[..56])) return null;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(meta[8..]);
        if (size is < 512 or > LargestPage) return null;
        return ((int)size, BinaryPrimitives.ReadUInt64LittleEndian(meta[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(meta[48..]),
                (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(meta[40..]), long.MaxValue / LargestPage));
    }

    private void Read(Span<byte> into, long at)
    {
        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, into, at);
            if (read == 0) throw new EndOfStreamException("it is cut short");
            into = into[read..];
            at += read;
        }
    }

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> page, long start, long length) =>
        start >= 0 && length >= 0 && start + length <= page.Length
            ? page.Slice((int)start, (int)length)
            : throw new InvalidDataException($"{length} bytes are wanted at {start} of a page of {page.Length}");
}
