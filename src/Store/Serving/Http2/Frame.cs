using System.Buffers.Binary;

namespace Kybernet.Store.Serving.Http2;

/// <summary>The head of a frame (RFC 7540, 4.1): length of the payload in 24 bits, type, flags, stream.</summary>
internal readonly record struct Frame(int Length, FrameType Type, byte Flags, int Stream)
{
    public const int HeadBytes = 9;

    /// <summary>The longest payload unless the peer allows more; it is never asked to.</summary>
    public const int MaxLength = 16 * 1024;

    public const byte EndStream = 0x1;
    public const byte Ack = 0x1;
    public const byte EndHeaders = 0x4;
    public const byte Padded = 0x8;
    public const byte Priority = 0x20;

    public bool Has(byte flag) => (Flags & flag) != 0;

    public static Frame Read(ReadOnlySpan<byte> head) => new(
        (head[0] << 16) | (head[1] << 8) | head[2],
        (FrameType)head[3],
        head[4],
        (int)(BinaryPrimitives.ReadUInt32BigEndian(head[5..]) & 0x7fffffff));

    public void Write(Span<byte> head)
    {
        head[0] = (byte)(Length >> 16);
        head[1] = (byte)(Length >> 8);
        head[2] = (byte)Length;
        head[3] = (byte)Type;
        head[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(head[5..], Stream);
    }
}
