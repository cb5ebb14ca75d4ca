using System.Buffers.Binary;

namespace Kybernet.Store.Mvcc;

/// <summary>An event as it lies in the file, without its value.</summary>
/// <remarks>
/// <code>
/// offset  0  mod revision      8  create revision   16  version (0: tombstone)   24  lease
///        32  events following 36  value length      40  value CRC-32C
///        44  CRC-32C of the sequence, of all above, and of the key               48  key
/// </code>
/// All little-endian.
/// </remarks>
internal static class EventCodec
{
    public const int HeaderBytes = 48;
    private const int ChecksumAt = 44;

    public static int SizeOf(KeyRevision node) => HeaderBytes + node.History.Key.Length;

    public static void Write(KeyRevision node, Span<byte> into)
    {
        BinaryPrimitives.WriteInt64LittleEndian(into, node.ModRevision);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], node.CreateRevision);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], node.Version);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], node.Lease);
        BinaryPrimitives.WriteInt32LittleEndian(into[32..], node.Following);
        BinaryPrimitives.WriteInt32LittleEndian(into[36..], node.ValueLength);
        BinaryPrimitives.WriteUInt32LittleEndian(into[40..], node.ValueChecksum);
        node.History.Key.CopyTo(into[HeaderBytes..]);
        BinaryPrimitives.WriteUInt32LittleEndian(into[ChecksumAt..], ChecksumOf(node.Sequence, into[..SizeOf(node)]));
    }

    /// <summary>Whether a record is what was written for <paramref name="sequence"/>.</summary>
    public static bool IsIntact(long sequence, ReadOnlySpan<byte> record) =>
        record.Length > HeaderBytes && BinaryPrimitives.ReadUInt32LittleEndian(record[ChecksumAt..]) == ChecksumOf(sequence, record);

    /// <summary>What is wrong with a record that is not.</summary>
    public static string DamageOf(long sequence) => $"event {sequence} does not match its checksum";

    public static KeyRevision Read(long sequence, ReadOnlySpan<byte> record, KeyHistory history) => new()
    {
        History = history,
        Sequence = sequence,
        ModRevision = BinaryPrimitives.ReadInt64LittleEndian(record),
        CreateRevision = BinaryPrimitives.ReadInt64LittleEndian(record[8..]),
        Version = BinaryPrimitives.ReadInt64LittleEndian(record[16..]),
        Lease = BinaryPrimitives.ReadInt64LittleEndian(record[24..]),
        Following = BinaryPrimitives.ReadInt32LittleEndian(record[32..]),
        ValueLength = BinaryPrimitives.ReadInt32LittleEndian(record[36..]),
        ValueChecksum = BinaryPrimitives.ReadUInt32LittleEndian(record[40..]),
    };

    private static uint ChecksumOf(long sequence, ReadOnlySpan<byte> record)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, sequence);
        return Checksum.Of(record[HeaderBytes..], Checksum.Of(record[..ChecksumAt], Checksum.Of(number)));
    }
}
