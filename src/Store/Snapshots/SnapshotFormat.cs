using System.Buffers.Binary;
using Kybernet.Base;

namespace Kybernet.Store.Snapshots;

/// <summary>The layout of a snapshot file.</summary>
/// <remarks>
/// <code>
/// "kybsnap1"  revision  taken at (Unix milliseconds)
/// 'k'  create revision  mod revision  version  lease  key length (4)  value length (4)  key  value      each key, in order
/// 'l'  id  granted seconds to live                                                                     each lease
/// 'e'  number of keys  number of leases  SHA-256 of all before (32)
/// </code>
/// Numbers are of 8 bytes unless said otherwise, little-endian.
/// </remarks>
internal static class SnapshotFormat
{
    public const int HeaderBytes = 24;
    public const int KeyHeaderBytes = 40;
    public const int LeaseBytes = 16;
    public const int EndCountsBytes = 16;
    public const int HashBytes = 32;
    public const byte KeyRecord = (byte)'k';
    public const byte LeaseRecord = (byte)'l';
    public const byte EndRecord = (byte)'e';

    public static ReadOnlySpan<byte> Magic => "kybsnap1"u8;

    public static void WriteKeyHeader(Span<byte> into, KeyValue item)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, item.CreateRevision.Value);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], item.ModRevision.Value);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], item.Version);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], item.Lease.Value);
        BinaryPrimitives.WriteInt32LittleEndian(into[32..], item.Key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(into[36..], item.Value.Length);
    }

    public static KeyValue ReadKey(ReadOnlySpan<byte> header, Bytes key, Bytes value) => new(
        key, value,
        new(BinaryPrimitives.ReadInt64LittleEndian(header)),
        new(BinaryPrimitives.ReadInt64LittleEndian(header[8..])),
        BinaryPrimitives.ReadInt64LittleEndian(header[16..]),
        new(BinaryPrimitives.ReadInt64LittleEndian(header[24..])));
}
