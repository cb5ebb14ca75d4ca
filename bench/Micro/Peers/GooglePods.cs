using System.Buffers;
using Google.Protobuf;
using Kybernet.Bench.Micro.Peers.Messages;

namespace Kybernet.Bench.Micro.Peers;

/// <summary>Google.Protobuf over the messages that protoc makes of pod.proto.</summary>
internal static class GooglePods
{
    public static Pod Decode(byte[] bytes) => Pod.Parser.ParseFrom(bytes);

    public static int Encode(Pod pod, byte[] output)
    {
        var size = pod.CalculateSize();
        pod.WriteTo(output.AsSpan(0, size));
        return size;
    }

    public static int Encode(Pod pod, ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        pod.WriteTo(output);
        return output.WrittenCount;
    }
}
