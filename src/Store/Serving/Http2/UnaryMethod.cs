using System.Buffers;
using Google.Protobuf;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>A method of one request and one response.</summary>
internal sealed class UnaryMethod<TRequest, TResponse>(
    Func<DeserializationContext, TRequest> read, Func<TRequest, GrpcCall, ValueTask<TResponse>> answer) : IGrpcMethod
    where TRequest : class
    where TResponse : class
{
    private const int ShortMessage = 512;

    public void Start(GrpcCall call)
    {
    }

    public void Message(GrpcCall call, ReadOnlyMemory<byte> message)
    {
        if (call.State is not null) return;
        call.State = this;
        if (!ReceivedMessage.TryRead(read, message, call, out var request)) return;
        CallRunner.Run(call, AnswerAsync(call, request));
    }

    public void End(GrpcCall call)
    {
        if (call.State is null) call.End(StatusCode.Internal, "Incomplete message.");
    }

    private async Task AnswerAsync(GrpcCall call, TRequest request) => await SendAsync(call, (IMessage)await answer(request, call));

    private static ValueTask SendAsync(GrpcCall call, IMessage message)
    {
        var size = message.CalculateSize();
        if (size <= ShortMessage)
        {
            Span<byte> bytes = stackalloc byte[GrpcCall.PrefixBytes + size];
            GrpcCall.WritePrefix(bytes, size);
            message.WriteTo(bytes[GrpcCall.PrefixBytes..]);
            if (call.TryEndWith(bytes)) return ValueTask.CompletedTask;
        }

        return SendLongAsync(call, message, size);
    }

    private static async ValueTask SendLongAsync(GrpcCall call, IMessage message, int size)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(GrpcCall.PrefixBytes + size);
        try
        {
            GrpcCall.WritePrefix(bytes, size);
            message.WriteTo(bytes.AsSpan(GrpcCall.PrefixBytes, size));
            await call.SendAsync(bytes.AsMemory(0, GrpcCall.PrefixBytes + size), call.CancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        call.End(StatusCode.OK, "");
    }
}
