using System.Buffers.Binary;

namespace Kybernet.Dns.Messages;

/// <summary>A query as it came.</summary>
public sealed class DnsQuery
{
    public const int HeaderSize = 12;

    // Without EDNS0 a client reads no more.
    private const int PlainSize = 512;
    private const ushort ResponseBit = 0x8000;
    private const ushort RecursionDesiredBit = 0x0100;
    private const uint DnssecOkBit = 0x8000;

    public required ushort Id { get; init; }

    public required DnsQuestion Question { get; init; }

    public bool RecursionDesired { get; private init; }

    /// <summary>It has an OPT record, so the answer gets one.</summary>
    public bool HasEdns { get; private init; }

    public bool DnssecOk { get; private init; }

    /// <summary>The longest answer over UDP.</summary>
    public int UdpSize { get; private init; } = PlainSize;

    /// <summary>The bytes of the question, to be repeated in the answer with the case the client chose.</summary>
    public ReadOnlyMemory<byte> QuestionBytes { get; private init; }

    /// <summary>All of it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>A query of our own for an answer to be read here.</summary>
    public static DnsQuery For(DnsQuestion question)
    {
        var bytes = new List<byte> { 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
        foreach (var label in question.Name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(System.Text.Encoding.Latin1.GetBytes(label));
        }

        bytes.AddRange([0, (byte)((ushort)question.Type >> 8), (byte)question.Type, 0, 1]);
        return Read(bytes.ToArray(), out _) ?? throw new ArgumentException($"'{question.Name}' is no name", nameof(question));
    }

    /// <summary>Reads a query.</summary>
    /// <param name="message">What came.</param>
    /// <param name="code">Why there is none: to be answered with this; null when nothing is to be answered.</param>
    public static DnsQuery? Read(ReadOnlyMemory<byte> message, out DnsCode? code)
    {
        code = null;
        var span = message.Span;
        if (span.Length < HeaderSize) return null;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(span[2..]);
        if ((flags & ResponseBit) != 0) return null;
        code = DnsCode.NotImplemented;
        if (((flags >> 11) & 0xf) != 0) return null;
        code = DnsCode.FormatError;
        if (BinaryPrimitives.ReadUInt16BigEndian(span[4..]) != 1) return null;
        var reader = new DnsReader(span, HeaderSize);
        if (!reader.TryReadName(out var name) || !reader.TryReadUInt16(out var type) || !reader.TryReadUInt16(out var @class)) return null;
        var end = reader.Position;
        var options = FindOptions(span, reader);
        code = null;
        return new()
        {
            Id = BinaryPrimitives.ReadUInt16BigEndian(span),
            Question = new(name, (DnsType)type, @class),
            RecursionDesired = (flags & RecursionDesiredBit) != 0,
            HasEdns = options is not null,
            DnssecOk = ((options?.Ttl ?? 0) & DnssecOkBit) != 0,
            UdpSize = Math.Max(PlainSize, options?.Size ?? PlainSize),
            QuestionBytes = message[HeaderSize..end],
            Bytes = message,
        };
    }

    // An OPT record carries the size of answers where others have their class, and flags where others have their time to live.
    private static (int Size, uint Ttl)? FindOptions(ReadOnlySpan<byte> message, DnsReader reader)
    {
        var others = BinaryPrimitives.ReadUInt16BigEndian(message[6..]) + BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        var records = others + BinaryPrimitives.ReadUInt16BigEndian(message[10..]);
        for (var i = 0; i < records; i++)
        {
            if (!reader.TryReadRecord(out var record)) return null;
            if (record.Type == DnsType.Opt) return (record.Class, record.Ttl);
        }

        return null;
    }
}
