using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Dns.Messages;

/// <summary>The head of a record, and where its time to live and its data are in the message.</summary>
internal readonly record struct DnsRecordHead(DnsType Type, ushort Class, uint Ttl, int TtlAt, int DataAt, int DataLength);

/// <summary>Walks over a message. Hostile bytes end it; they never make it throw or run on.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message, int position)
{
    private const int LongestName = 255;
    private const int PointerBits = 0xc0;

    private readonly ReadOnlySpan<byte> _message = message;

    public int Position { get; private set; } = position;

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (Position + 2 > _message.Length) return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(_message[Position..]);
        Position += 2;
        return true;
    }

    public bool TryReadRecord(out DnsRecordHead record)
    {
        record = default;
        if (!TryReadName(out _) || Position + 10 > _message.Length) return false;
        var at = _message[Position..];
        var length = BinaryPrimitives.ReadUInt16BigEndian(at[8..]);
        if (Position + 10 + length > _message.Length) return false;
        record = new(
            (DnsType)BinaryPrimitives.ReadUInt16BigEndian(at), BinaryPrimitives.ReadUInt16BigEndian(at[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(at[4..]), Position + 4, Position + 10, length);
        Position += 10 + length;
        return true;
    }

    /// <summary>The name here, its labels joined by dots; a dot or backslash within a label has a backslash before it.</summary>
    public bool TryReadName(out string name)
    {
        name = "";
        var text = new StringBuilder();
        var at = Position;
        var end = -1;
        var length = 0;
        while (true)
        {
            if (at >= _message.Length) return false;
            int size = _message[at];
            if ((size & PointerBits) == PointerBits)
            {
                if (at + 1 >= _message.Length) return false;
                var target = ((size & ~PointerBits) << 8) | _message[at + 1];
                if (end < 0) end = at + 2;
                // Only backwards: a circle is impossible.
                if (target >= at) return false;
                at = target;
                continue;
            }

            if (size > 63 || at + 1 + size > _message.Length) return false;
            at++;
            if (size == 0) break;
            length += size + 1;
            if (length > LongestName) return false;
            if (text.Length > 0) text.Append('.');
            foreach (var b in _message.Slice(at, size))
            {
                if (b is (byte)'.' or (byte)'\\') text.Append('\\');
                text.Append((char)b);
            }

            at += size;
        }

        Position = end < 0 ? at : end;
        name = text.ToString();
        return true;
    }
}
