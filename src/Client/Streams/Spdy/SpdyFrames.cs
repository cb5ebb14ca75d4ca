using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Client.Streams.Spdy;

/// <summary>
/// The bytes of SPDY/3.1 frames. A control frame is <c>1 version(15) type(16) flags(8) length(24)</c>, a data frame
/// <c>0 stream(31) flags(8) length(24)</c>.
/// </summary>
internal static class SpdyFrames
{
    public const int HeadLength = 8;
    public const byte Fin = 1;
    public const int MaxLength = (1 << 24) - 1;

    private const ushort Version = 3;
    private const int MaxStoredBlock = ushort.MaxValue;

    public static void WriteData(IBufferWriter<byte> writer, uint stream, ReadOnlySpan<byte> data, bool isLast)
    {
        WriteUInt32(writer, stream);
        WriteUInt32(writer, (uint)data.Length | (isLast ? (uint)Fin << 24 : 0));
        writer.Write(data);
    }

    public static void WritePing(IBufferWriter<byte> writer, uint id) => WriteControl(writer, SpdyFrameType.Ping, [id]);

    public static void WriteReset(IBufferWriter<byte> writer, uint stream, uint status) => WriteControl(writer, SpdyFrameType.RstStream, [stream, status]);

    public static void WriteGoAway(IBufferWriter<byte> writer) => WriteControl(writer, SpdyFrameType.GoAway, [0, 0]);

    /// <param name="writer">Takes the frame.</param>
    /// <param name="stream">The new stream.</param>
    /// <param name="headers">Names in lower case.</param>
    /// <param name="isFirst">No header block went over this connection yet: the compressed stream of headers begins.</param>
    public static void WriteSynStream(IBufferWriter<byte> writer, uint stream, ReadOnlySpan<KeyValuePair<string, string>> headers, bool isFirst)
    {
        var block = HeaderBlock(headers, isFirst);
        WriteControlHead(writer, SpdyFrameType.SynStream, 10 + block.Length);
        WriteUInt32(writer, stream);
        WriteUInt32(writer, 0);
        writer.Write((ReadOnlySpan<byte>)[0, 0]);
        writer.Write(block);
    }

    /// <summary>
    /// A header block is part of one zlib stream a connection and direction. Ours holds stored deflate blocks only, with no preset
    /// dictionary, and ends each frame's part with an empty one, which makes the reader give out what came before.
    /// </summary>
    private static byte[] HeaderBlock(ReadOnlySpan<KeyValuePair<string, string>> headers, bool isFirst)
    {
        var plain = new ArrayBufferWriter<byte>();
        WriteUInt32(plain, (uint)headers.Length);
        foreach (var (name, value) in headers)
        {
            WriteText(plain, name);
            WriteText(plain, value);
        }

        var packed = new ArrayBufferWriter<byte>();
        if (isFirst) packed.Write((ReadOnlySpan<byte>)[0x78, 0x01]);
        for (var rest = plain.WrittenSpan; !rest.IsEmpty;)
        {
            var part = rest[..Math.Min(rest.Length, MaxStoredBlock)];
            WriteStored(packed, part);
            rest = rest[part.Length..];
        }

        WriteStored(packed, []);
        return packed.WrittenSpan.ToArray();
    }

    private static void WriteStored(ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> data)
    {
        var span = writer.GetSpan(5);
        span[0] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(span[1..], (ushort)data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(span[3..], (ushort)~data.Length);
        writer.Advance(5);
        writer.Write(data);
    }

    private static void WriteControl(IBufferWriter<byte> writer, SpdyFrameType type, ReadOnlySpan<uint> values)
    {
        WriteControlHead(writer, type, values.Length * sizeof(uint));
        foreach (var value in values) WriteUInt32(writer, value);
    }

    private static void WriteControlHead(IBufferWriter<byte> writer, SpdyFrameType type, int length)
    {
        WriteUInt32(writer, 0x80000000 | ((uint)Version << 16) | (ushort)type);
        WriteUInt32(writer, (uint)length);
    }

    private static void WriteText(ArrayBufferWriter<byte> writer, string text)
    {
        WriteUInt32(writer, (uint)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, writer);
    }

    private static void WriteUInt32(IBufferWriter<byte> writer, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(writer.GetSpan(sizeof(uint)), value);
        writer.Advance(sizeof(uint));
    }
}
