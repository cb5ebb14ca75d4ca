using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>Writes a bbolt database, the file format of etcd's snapshots, front to back: buckets one after the other, keys in order.</summary>
/// <remarks>
/// Pages are written as they fill and never touched again; only the three pages at the front, which say where the root is, are written
/// last. A file is not a database before <see cref="Finish"/>.
/// </remarks>
internal sealed class BoltWriter
{
    private readonly Stream _file;
    private readonly SortedDictionary<string, ulong> _buckets = new(StringComparer.Ordinal);
    private ulong _nextPage = BoltPage.FirstData;

    public BoltWriter(Stream file)
    {
        _file = file;
        file.Position = (long)BoltPage.FirstData * BoltPage.Size;
    }

    /// <summary>Begins a bucket; the one before must be ended.</summary>
    public BoltTree Begin() => new(this);

    public void End(string name, BoltTree bucket) => _buckets.Add(name, bucket.Finish());

    /// <summary>Writes what makes the file a database.</summary>
    public void Finish()
    {
        var root = new BoltTree(this);
        Span<byte> bucket = stackalloc byte[16];
        foreach (var (name, page) in _buckets)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bucket, page);
            root.Add(Encoding.UTF8.GetBytes(name), bucket, BoltPage.BucketElement);
        }

        var rootPage = root.Finish();
        _file.Position = 0;
        for (var id = 0UL; id < 2; id++) WriteMeta(id, rootPage);
        Span<byte> free = stackalloc byte[BoltPage.Size];
        free.Clear();
        WriteHeader(free, 2, BoltPage.Freelist, count: 0, overflow: 0);
        _file.Write(free);
    }

    /// <summary>Writes a page with room for its header left free at the front, padded to whole pages; returns its id.</summary>
    public ulong WritePage(Span<byte> page, ushort kind, int count)
    {
        var id = _nextPage;
        var pages = page.Length / BoltPage.Size;
        _nextPage += (ulong)pages;
        WriteHeader(page, id, kind, (ushort)count, (uint)(pages - 1));
        _file.Write(page);
        return id;
    }

    private static void WriteHeader(Span<byte> page, ulong id, ushort kind, ushort count, uint overflow)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(page, id);
        BinaryPrimitives.WriteUInt16LittleEndian(page[8..], kind);
        BinaryPrimitives.WriteUInt16LittleEndian(page[10..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(page[12..], overflow);
    }

    /// <summary>Of the two metas the one with the higher transaction is in force; transaction and page go by turns.</summary>
    private void WriteMeta(ulong id, ulong rootPage)
    {
        Span<byte> page = stackalloc byte[BoltPage.Size];
        page.Clear();
        WriteHeader(page, id, BoltPage.Meta, count: 0, overflow: 0);
        var meta = page[BoltPage.HeaderSize..];
        BinaryPrimitives.WriteUInt32LittleEndian(meta, BoltPage.Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(meta[4..], BoltPage.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(meta[8..], BoltPage.Size);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[16..], rootPage);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[32..], 2);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[40..], _nextPage);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[48..], id);
        BinaryPrimitives.WriteUInt64LittleEndian(meta[56..], Fnv1a(meta[..56]));
        _file.Write(page);
    }

    /// <summary>The checksum of a meta page.</summary>
    public static ulong Fnv1a(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 1099511628211UL);
        return hash;
    }
}
