using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Dns.Messages;

/// <summary>Writes an answer. Names that were written before are pointed to.</summary>
internal sealed class DnsWriter
{
    private const int LargestMessage = 65_535;
    private const int OptionsSize = 11;

    private readonly byte[] _buffer;
    private readonly Dictionary<string, int> _names = new(StringComparer.OrdinalIgnoreCase);
    private int _position = DnsQuery.HeaderSize;

    private DnsWriter(int limit) => _buffer = new byte[limit];

    /// <summary>
    /// The answer in at most <paramref name="limit"/> bytes. Records that do not fit are left out, and the client told to ask over TCP.
    /// </summary>
    public static byte[] Write(DnsQuery query, DnsAnswer answer, int limit)
    {
        var writer = new DnsWriter(Math.Min(limit, LargestMessage));
        query.QuestionBytes.Span.CopyTo(writer._buffer.AsSpan(writer._position));
        writer._names[query.Question.Name] = writer._position;
        writer._position += query.QuestionBytes.Length;
        var reserved = query.HasEdns ? OptionsSize : 0;
        var answers = writer.WriteAll(answer.Answers, reserved, out var isCut);
        var authorities = isCut ? 0 : writer.WriteAll(answer.Authorities, reserved, out isCut);
        // What is only a service to the client may be missing without a word.
        var additionals = isCut ? 0 : writer.WriteAll(answer.Additionals, reserved, out _);
        if (query.HasEdns) writer.WriteOptions();
        writer.WriteHeader(query, answer, isCut, answers, authorities, additionals + (query.HasEdns ? 1 : 0));
        return writer._buffer[..writer._position];
    }

    /// <summary>An answer to what is not even a query: only a header with the code.</summary>
    public static byte[] WriteError(ReadOnlySpan<byte> message, DnsCode code)
    {
        var header = new byte[DnsQuery.HeaderSize];
        message[..2].CopyTo(header);
        header[2] = (byte)(0x80 | (message[2] & 0x79));
        header[3] = (byte)code;
        return header;
    }

    private void WriteHeader(DnsQuery query, DnsAnswer answer, bool isCut, int answers, int authorities, int additionals)
    {
        var flags = 0x8000 | (answer.IsAuthoritative ? 0x0400 : 0) | (isCut ? 0x0200 : 0) | (query.RecursionDesired ? 0x0100 : 0) | 0x0080;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer, query.Id);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(2), (ushort)(flags | (int)answer.Code));
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(6), (ushort)answers);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(8), (ushort)authorities);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(10), (ushort)additionals);
    }

    private int WriteAll(IReadOnlyList<DnsRecord> records, int reserved, out bool isCut)
    {
        for (var i = 0; i < records.Count; i++)
        {
            var before = _position;
            if (TryWrite(records[i]) && _position + reserved <= _buffer.Length) continue;
            _position = before;
            isCut = true;
            return i;
        }

        isCut = false;
        return records.Count;
    }

    private bool TryWrite(DnsRecord record)
    {
        if (!TryWriteName(record.Name) || !TryReserve(10)) return false;
        var head = _buffer.AsSpan(_position - 10);
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)record.Type);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], 1);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], record.Ttl);
        var start = _position;
        if (!TryWriteData(record)) return false;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(start - 2), (ushort)(_position - start));
        return true;
    }

    private bool TryWriteData(DnsRecord record) => record switch
    {
        AddressRecord address => TryWriteBytes(address.Address.GetAddressBytes()),
        NameRecord name => TryWriteName(name.Target),
        TextRecord text => TryWriteBytes([(byte)Encoding.UTF8.GetByteCount(text.Text), .. Encoding.UTF8.GetBytes(text.Text)]),
        // A client of RFC 2782 does not expect pointers here.
        ServiceRecord service => TryWriteUInt16(service.Priority) && TryWriteUInt16(service.Weight) && TryWriteUInt16(service.Port)
            && TryWriteName(service.Target, isCompressed: false),
        AuthorityRecord soa => TryWriteName(soa.Server) && TryWriteName(soa.Mailbox) && TryWriteUInt32(soa.Serial)
            && TryWriteUInt32(7200) && TryWriteUInt32(1800) && TryWriteUInt32(86_400) && TryWriteUInt32((uint)soa.Ttl),
        _ => throw new InvalidOperationException($"no way to write a {record.GetType().Name}"),
    };

    private bool TryWriteName(string name, bool isCompressed = true)
    {
        var rest = name;
        while (rest.Length > 0)
        {
            if (isCompressed && _names.TryGetValue(rest, out var at)) return TryWriteUInt16(0xc000 | at);
            // Only the first 16 KiB can be pointed to.
            if (_position < 0x4000) _names.TryAdd(rest, _position);
            var dot = rest.IndexOf('.', StringComparison.Ordinal);
            var label = dot < 0 ? rest : rest[..dot];
            if (label.Length is 0 or > 63 || !TryWriteBytes([(byte)label.Length, .. Encoding.Latin1.GetBytes(label)])) return false;
            rest = dot < 0 ? "" : rest[(dot + 1)..];
        }

        return TryWriteBytes([0]);
    }

    private void WriteOptions()
    {
        // The root's name, the type, our own limit, the upper bits of the code, version and flags 0, no options.
        TryWriteBytes([0, 0, (byte)DnsType.Opt, 0x10, 0, 0, 0, 0, 0, 0, 0]);
    }

    private bool TryWriteUInt16(int value)
    {
        if (!TryReserve(2)) return false;
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_position - 2), (ushort)value);
        return true;
    }

    private bool TryWriteUInt32(uint value)
    {
        if (!TryReserve(4)) return false;
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_position - 4), value);
        return true;
    }

    private bool TryWriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (!TryReserve(bytes.Length)) return false;
        bytes.CopyTo(_buffer.AsSpan(_position - bytes.Length));
        return true;
    }

    private bool TryReserve(int length)
    {
        if (_position + length > _buffer.Length) return false;
        _position += length;
        return true;
    }
}
