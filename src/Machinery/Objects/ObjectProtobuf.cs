using System.Buffers;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Objects;

/// <summary>
/// Reads and writes kinds as upstream stores and sends them: four bytes <c>k8s\0</c>, then a message that names the kind and
/// holds the object's own message.
/// </summary>
public static class ObjectProtobuf
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>True when the bytes start as an envelope does.</summary>
    public static bool IsEnvelope(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    /// <summary>Reads an object of the kind its envelope names.</summary>
    public static Decoded<IKind> Decode(ReadOnlySpan<byte> bytes, Scheme scheme, DecodeOptions options)
    {
        if (Open(bytes, options, out var envelope) is { } problem) return Decoded<IKind>.Failure(problem);
        if (scheme.Find(envelope.Header.Gvk) is not { } codec)
            return Decoded<IKind>.Failure($"no kind \"{envelope.Header.Kind}\" is registered for version \"{envelope.Header.ApiVersion}\"");
        var reader = new ProtoReader(envelope.Raw, options);
        return Finish(codec.ReadProto(ref reader), ref reader);
    }

    /// <summary>Reads an object of a kind known beforehand, in an envelope.</summary>
    public static Decoded<T> Decode<T>(ReadOnlySpan<byte> bytes, DecodeOptions options)
        where T : class, IApiMessage<T>
    {
        if (Open(bytes, options, out var envelope) is { } problem) return Decoded<T>.Failure(problem);
        var reader = new ProtoReader(envelope.Raw, options);
        return Finish(T.ReadProto(ref reader, null), ref reader);
    }

    /// <summary>The kind an envelope names; null when the bytes are no envelope.</summary>
    public static GroupVersionKind? PeekKind(ReadOnlySpan<byte> bytes) =>
        Open(bytes, DecodeOptions.Default, out var envelope) is null ? envelope.Header.Gvk : null;

    public static void Encode(IKind value, IBufferWriter<byte> output)
    {
        using var writer = new ProtoWriter();
        Encode(value, writer);
        output.Write(writer.Written);
    }

    public static byte[] Encode(IKind value)
    {
        using var writer = new ProtoWriter();
        Encode(value, writer);
        return writer.Written.ToArray();
    }

    /// <summary>Writes the envelope from its end: content type, encoding, object, kind, magic.</summary>
    private static void Encode(IKind value, ProtoWriter writer)
    {
        writer.String(4, "");
        writer.String(3, "");
        var before = writer.Length;
        value.WriteProto(writer);
        writer.Message(2, before);
        before = writer.Length;
        writer.String(2, value.Gvk.Kind);
        writer.String(1, value.Gvk.ToApiVersion());
        writer.Message(1, before);
        writer.Raw(Magic);
    }

    private static Decoded<T> Finish<T>(T value, ref ProtoReader reader)
        where T : class =>
        reader.Fault is { } fault ? Decoded<T>.Failure(fault, reader.FaultOffset) : Decoded<T>.Success(value);

    private static string? Open(ReadOnlySpan<byte> bytes, DecodeOptions options, out Envelope envelope)
    {
        envelope = default;
        if (bytes.IsEmpty) return "empty data";
        if (!IsEnvelope(bytes)) return "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]";
        var reader = new ProtoReader(bytes[Magic.Length..], options);
        var header = default(TypeHeader);
        var raw = default(ReadOnlySpan<byte>);
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) header = ReadHeader(ref reader);
            else if (tag == ((2 << 3) | 2)) raw = reader.ReadSpan();
            else reader.SkipUnknown(tag, 0b110, "Unknown");
        }

        envelope = new Envelope(header, raw);
        return reader.Fault;
    }

    private static TypeHeader ReadHeader(ref ProtoReader reader)
    {
        var (apiVersion, kind) = ("", "");
        var outer = reader.BeginMessage();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) apiVersion = reader.ReadSharedString();
            else if (tag == ((2 << 3) | 2)) kind = reader.ReadSharedString();
            else reader.SkipUnknown(tag, 0b110, "TypeMeta");
        }

        reader.EndMessage(outer);
        return new(apiVersion, kind);
    }

    private readonly ref struct Envelope(TypeHeader header, ReadOnlySpan<byte> raw)
    {
        public TypeHeader Header { get; } = header;

        public ReadOnlySpan<byte> Raw { get; } = raw;
    }
}
