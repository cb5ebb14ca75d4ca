using System.Buffers;
using System.Text;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Http;

/// <summary>Puts upstream's envelope around protobuf bytes that are there already. Upstream: <c>runtime.Unknown</c>.</summary>
internal static class ProtoEnvelope
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    // contentEncoding and contentType, both empty.
    private static ReadOnlySpan<byte> Tail => [0x1a, 0x00, 0x22, 0x00];

    /// <summary>What stands before a message of the given length.</summary>
    public static void WriteHead(IBufferWriter<byte> output, GroupVersionKind kind, long messageLength)
    {
        var apiVersion = Encoding.UTF8.GetBytes(kind.ToApiVersion());
        var name = Encoding.UTF8.GetBytes(kind.Kind);
        output.Write(Magic);
        var header = 1 + VarintLength(apiVersion.Length) + apiVersion.Length + 1 + VarintLength(name.Length) + name.Length;
        WriteTag(output, 0x0a, header);
        WriteTag(output, 0x0a, apiVersion.Length);
        output.Write(apiVersion);
        WriteTag(output, 0x12, name.Length);
        output.Write(name);
        WriteTag(output, 0x12, messageLength);
    }

    public static void WriteTail(IBufferWriter<byte> output) => output.Write(Tail);

    public static void Write(IBufferWriter<byte> output, GroupVersionKind kind, ReadOnlySpan<byte> message)
    {
        WriteHead(output, kind, message.Length);
        output.Write(message);
        WriteTail(output);
    }

    public static int VarintLength(long value)
    {
        var length = 1;
        for (var rest = (ulong)value >> 7; rest > 0; rest >>= 7) length++;
        return length;
    }

    /// <summary>A tag of one byte and a length.</summary>
    public static void WriteTag(IBufferWriter<byte> output, byte tag, long length)
    {
        var span = output.GetSpan(11);
        span[0] = tag;
        var at = 1;
        var rest = (ulong)length;
        for (; rest >= 0x80; rest >>= 7) span[at++] = (byte)(rest | 0x80);
        span[at++] = (byte)rest;
        output.Advance(at);
    }
}
