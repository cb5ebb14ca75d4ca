using System.Buffers;
using System.Buffers.Binary;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.Tests.Http;

/// <summary>The frame that is put together at once is the one the writers of its parts make.</summary>
public class ProtoFrameTests
{
    [Theory]
    [InlineData("ADDED", "", "Pod", 0)]
    [InlineData("MODIFIED", "", "Pod", 1)]
    [InlineData("DELETED", "apps", "Deployment", 90)]
    [InlineData("ADDED", "apps", "Deployment", 127)]
    [InlineData("ADDED", "discovery.k8s.io", "EndpointSlice", 128)]
    [InlineData("MODIFIED", "", "Pod", 16_383)]
    [InlineData("MODIFIED", "", "Secret", 1_000_000)]
    public void Write_AnyLength_IsTheEventMadeOfItsParts(string type, string group, string kind, int length)
    {
        var gvk = new GroupVersionKind(group, "v1", kind);
        var message = new byte[length];
        for (var i = 0; i < length; i++) message[i] = (byte)(i * 31);
        var output = new ArrayBufferWriter<byte>();

        var written = ProtoFrame.Write(output, type, gvk, message);

        Assert.Equal(output.WrittenCount, written);
        Assert.True(Expected(type, gvk, message).AsSpan().SequenceEqual(output.WrittenSpan));
    }

    private static byte[] Expected(string type, GroupVersionKind kind, byte[] message)
    {
        var envelope = new ArrayBufferWriter<byte>();
        ProtoEnvelope.Write(envelope, kind, message);
        using var writer = new ProtoWriter();
        writer.Bytes(1, envelope.WrittenSpan);
        writer.Message(2, 0);
        writer.String(1, type);
        var frame = new byte[4 + writer.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, writer.Length);
        writer.Written.CopyTo(frame.AsSpan(4));
        return frame;
    }
}
