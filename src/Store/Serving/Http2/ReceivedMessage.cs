using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>The bytes of a message, as gRPC's generated code takes them.</summary>
internal sealed class ReceivedMessage(ReadOnlyMemory<byte> message) : DeserializationContext
{
    public override int PayloadLength => message.Length;

    public override byte[] PayloadAsNewBuffer() => message.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(message);

    /// <summary>Reads a message; ends the call when it cannot be read.</summary>
    public static bool TryRead<T>(
        Func<DeserializationContext, T> read, ReadOnlyMemory<byte> message, GrpcCall call, [NotNullWhen(true)] out T? request)
        where T : class
    {
        try
        {
            request = read(new ReceivedMessage(message));
            return true;
        }
        catch (InvalidProtocolBufferException e)
        {
            call.End(StatusCode.Internal, $"the request cannot be read: {e.Message}");
            request = null;
            return false;
        }
    }
}
