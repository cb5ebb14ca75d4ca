using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// A watch event in protobuf around bytes of an object that are there already: the object is copied once, into the answer, and nothing is
/// allocated. Upstream: <c>metav1.WatchEvent</c> behind its length in four bytes, <c>protobuf.LengthDelimitedFramer</c>.
/// </summary>
internal static class ProtoFrame
{
    private const int LengthBytes = 4;

    // Fields 1 and 2, of bytes.
    private const byte First = 0x0a;
    private const byte Second = 0x12;

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    // contentEncoding and contentType of the envelope, both empty.
    private static ReadOnlySpan<byte> Tail => [0x1a, 0x00, 0x22, 0x00];

    /// <returns>How many bytes were written.</returns>
    /// <param name="output">Where to.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="kind">The object's kind.</param>
    /// <param name="message">The object's message, without an envelope.</param>
    public static int Write(IBufferWriter<byte> output, string type, GroupVersionKind kind, ReadOnlySpan<byte> message)
    {
        var version = kind.ToApiVersion();
        var (versionBytes, kindBytes) = (Encoding.UTF8.GetByteCount(version), Encoding.UTF8.GetByteCount(kind.Kind));
        var typeMeta = FieldBytes(versionBytes) + FieldBytes(kindBytes);
        var envelope = Magic.Length + FieldBytes(typeMeta) + FieldBytes(message.Length) + Tail.Length;
        var raw = FieldBytes(envelope);
        var frame = FieldBytes(type.Length) + FieldBytes(raw);

        var span = output.GetSpan(LengthBytes + frame);
        BinaryPrimitives.WriteInt32BigEndian(span, frame);
        var rest = Text(span[LengthBytes..], First, type, type.Length);
        rest = Head(rest, Second, raw);
        rest = Copy(Magic, Head(rest, First, envelope));
        rest = Text(Head(rest, First, typeMeta), First, version, versionBytes);
        rest = Text(rest, Second, kind.Kind, kindBytes);
        rest = Copy(message, Head(rest, Second, message.Length));
        Copy(Tail, rest);
        output.Advance(LengthBytes + frame);
        return LengthBytes + frame;
    }

    private static int FieldBytes(int length) => 1 + ProtoEnvelope.VarintLength(length) + length;

    private static Span<byte> Text(Span<byte> output, byte tag, string text, int length)
    {
        var rest = Head(output, tag, length);
        return rest[Encoding.UTF8.GetBytes(text, rest)..];
    }

    private static Span<byte> Copy(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return output[bytes.Length..];
    }

    private static Span<byte> Head(Span<byte> output, byte tag, int length)
    {
        output[0] = tag;
        var at = 1;
        var rest = (uint)length;
        for (; rest >= 0x80; rest >>= 7) output[at++] = (byte)(rest | 0x80);
        output[at++] = (byte)rest;
        return output[at..];
    }
}
