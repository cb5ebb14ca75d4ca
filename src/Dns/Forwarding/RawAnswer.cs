using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Forwarding;

/// <summary>An upstream's answer as it came: it is passed on byte by byte, so that records of types nobody here knows go through.</summary>
internal sealed class RawAnswer
{
    private readonly byte[] _bytes;
    private readonly List<DnsRecordHead> _records;
    private readonly int _answers;
    private readonly int _question;

    private RawAnswer(byte[] bytes, List<DnsRecordHead> records, int answers, int question)
    {
        _bytes = bytes;
        _records = records;
        _answers = answers;
        _question = question;
    }

    public DnsCode Code => (DnsCode)(_bytes[3] & 0xf);

    public bool IsCut => (_bytes[2] & 2) != 0;

    /// <summary>It says that there are no records.</summary>
    public bool IsDenial => _answers == 0;

    public int Length => _bytes.Length;

    /// <summary>Reads what came for a query; null when it is no answer to it.</summary>
    public static RawAnswer? Read(byte[] bytes, DnsQuestion question, ushort id)
    {
        if (bytes.Length < DnsQuery.HeaderSize || BinaryPrimitives.ReadUInt16BigEndian(bytes) != id || (bytes[2] & 0x80) == 0) return null;
        var reader = new DnsReader(bytes, DnsQuery.HeaderSize);
        if (BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(4)) != 1) return null;
        if (!reader.TryReadName(out var name) || !reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out _)) return null;
        if (!name.Equals(question.Name, StringComparison.OrdinalIgnoreCase) || (DnsType)type != question.Type) return null;
        var asked = reader.Position;
        int answers = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6));
        var count = answers + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(8)) + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(10));
        var records = new List<DnsRecordHead>();
        for (var i = 0; i < count && reader.TryReadRecord(out var record); i++) records.Add(record);
        return new(bytes, records, answers, asked);
    }

    /// <summary>How long the answer may be kept, in seconds; 0 for not at all.</summary>
    public int Ttl
    {
        get
        {
            if (IsCut || Code is not (DnsCode.NoError or DnsCode.NameError)) return 0;
            var kept = _records.Take(Math.Min(_answers, _records.Count));
            if (!IsDenial) return (int)Math.Min(kept.Min(static record => (long?)record.Ttl) ?? 0, int.MaxValue);
            // RFC 2308: the zone says how long its silence may be believed, in the last number of its SOA.
            foreach (var record in _records)
                if (record.Type == DnsType.Soa && record.DataLength >= 20)
                    return (int)Math.Min(record.Ttl, BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(record.DataAt + record.DataLength - 4)));
            return 0;
        }
    }

    /// <summary>The answer to a client's query, so many seconds later. Over UDP it is cut to what the client reads.</summary>
    public byte[] For(DnsQuery query, int ageSeconds, bool isTcp)
    {
        if (!isTcp && _bytes.Length > query.UdpSize) return Cut(query);
        byte[] answer = [.. _bytes];
        BinaryPrimitives.WriteUInt16BigEndian(answer, query.Id);
        if (query.QuestionBytes.Length == _question - DnsQuery.HeaderSize) query.QuestionBytes.Span.CopyTo(answer.AsSpan(DnsQuery.HeaderSize));
        foreach (var record in _records)
            if (record.Type != DnsType.Opt)
                BinaryPrimitives.WriteUInt32BigEndian(answer.AsSpan(record.TtlAt), (uint)Math.Max(0, record.Ttl - ageSeconds));
        return answer;
    }

    /// <summary>The addresses, and the names that lead to them: what is appended behind a CNAME of the cluster.</summary>
    public ImmutableArray<DnsRecord> Addresses()
    {
        var found = ImmutableArray.CreateBuilder<DnsRecord>();
        var reader = new DnsReader(_bytes, _question);
        for (var i = 0; i < _answers; i++)
        {
            var at = reader.Position;
            if (!new DnsReader(_bytes, at).TryReadName(out var name) || !reader.TryReadRecord(out var record)) break;
            var data = _bytes.AsSpan(record.DataAt, record.DataLength);
            if ((record.Type == DnsType.A && data.Length == 4) || (record.Type == DnsType.Aaaa && data.Length == 16))
                found.Add(new AddressRecord(name, new IPAddress(data), (int)record.Ttl));
            else if (record.Type == DnsType.Cname && new DnsReader(_bytes, record.DataAt).TryReadName(out var target))
                found.Add(new NameRecord(name, DnsType.Cname, target, (int)record.Ttl));
        }

        return found.ToImmutable();
    }

    private byte[] Cut(DnsQuery query)
    {
        var answer = new byte[DnsQuery.HeaderSize + query.QuestionBytes.Length];
        _bytes.AsSpan(0, 4).CopyTo(answer);
        BinaryPrimitives.WriteUInt16BigEndian(answer, query.Id);
        answer[2] |= 2;
        answer[5] = 1;
        query.QuestionBytes.Span.CopyTo(answer.AsSpan(DnsQuery.HeaderSize));
        return answer;
    }
}
