using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Machinery.Protobuf;

/// <summary>
/// Writes one protobuf message from its end to its start, so that the length of a nested message is known when its prefix is
/// written and nothing is measured twice. The generated writers therefore write fields in descending order.
/// </summary>
/// <remarks>The bytes are those of upstream's generated Go code: fields ascending, maps sorted, no packing.</remarks>
public sealed class ProtoWriter : IDisposable
{
    private byte[] _buffer;
    private int _start;

    public ProtoWriter(int capacity = 4096)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
        _start = _buffer.Length;
    }

    /// <summary>What is written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(_start);

    /// <summary>The number of bytes written: take it before a nested message, hand it to <see cref="Message"/> after.</summary>
    public int Length => _buffer.Length - _start;

    public void Clear() => _start = _buffer.Length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = 0;
    }

    /// <summary>Completes a length-delimited field whose content was written since the length was <paramref name="before"/>.</summary>
    public void Message(int field, int before)
    {
        Varint((uint)(Length - before));
        Tag(field, 2);
    }

    public void String(int field, string? value)
    {
        var before = Length;
        if (!string.IsNullOrEmpty(value))
        {
            var size = Encoding.UTF8.GetByteCount(value);
            Encoding.UTF8.GetBytes(value, Room(size));
        }

        Message(field, before);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Varint((uint)value.Length);
        Tag(field, 2);
    }

    public void Int(int field, long value)
    {
        Varint((ulong)value);
        Tag(field, 0);
    }

    public void Bool(int field, bool value)
    {
        Room(1)[0] = value ? (byte)1 : (byte)0;
        Tag(field, 0);
    }

    public void Double(int field, double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);
        Tag(field, 1);
    }

    /// <summary>Bytes as they are, before everything written so far.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    private void Tag(int field, int wireType) => Varint((uint)((field << 3) | wireType));

    private void Varint(ulong value)
    {
        if (value < 0x80)
        {
            Room(1)[0] = (byte)value;
            return;
        }

        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[count++] = (byte)value;
        bytes[..count].CopyTo(Room(count));
    }

    /// <summary>Room for <paramref name="size"/> bytes just before what is written.</summary>
    private Span<byte> Room(int size)
    {
        if (_start < size) Grow(size);
        _start -= size;
        return _buffer.AsSpan(_start, size);
    }

    private void Grow(int more)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var length = Length;
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Min(Math.Max((long)_buffer.Length * 2, (long)length + more), Array.MaxLength)));
        Written.CopyTo(larger.AsSpan(larger.Length - length));
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
        _start = larger.Length - length;
    }
}
