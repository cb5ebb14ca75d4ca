using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>A method with a stream of requests, of responses, or of both.</summary>
/// <remarks>What waits in the channel is bounded by what the peer is let send before the messages are taken.</remarks>
internal sealed class StreamingMethod<TRequest, TResponse>(
    Func<DeserializationContext, TRequest> read,
    Func<IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> serve) : IGrpcMethod
    where TRequest : class
    where TResponse : class
{
    public void Start(GrpcCall call)
    {
        var requests = Channel.CreateUnbounded<(TRequest, int)>(new() { SingleReader = true, SingleWriter = true });
        call.State = requests.Writer;
        CallRunner.Run(call, ServeAsync(call, requests.Reader));
    }

    public void Message(GrpcCall call, ReadOnlyMemory<byte> message)
    {
        if (ReceivedMessage.TryRead(read, message, call, out var request))
            ((ChannelWriter<(TRequest, int)>)call.State!).TryWrite((request, message.Length + GrpcCall.PrefixBytes));
    }

    public void End(GrpcCall call) => ((ChannelWriter<(TRequest, int)>?)call.State)?.TryComplete();

    private async Task ServeAsync(GrpcCall call, ChannelReader<(TRequest, int)> requests)
    {
        await serve(new Reader(call, requests), new Writer(call), call);
        call.End(StatusCode.OK, "");
    }

    private sealed class Reader(GrpcCall call, ChannelReader<(TRequest Message, int Bytes)> requests) : IAsyncStreamReader<TRequest>
    {
        public TRequest Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            while (await requests.WaitToReadAsync(cancellationToken))
            {
                if (!requests.TryRead(out var next)) continue;
                Current = next.Message;
                call.Took(next.Bytes);
                return true;
            }

            call.CancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    private sealed class Writer(GrpcCall call) : IServerStreamWriter<TResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(TResponse message) => WriteAsync(message, call.CancellationToken);

        public Task WriteAsync(TResponse message, CancellationToken cancellationToken)
        {
            var wire = (IMessage)message;
            var size = wire.CalculateSize();
            var bytes = new byte[GrpcCall.PrefixBytes + size];
            GrpcCall.WritePrefix(bytes, size);
            wire.WriteTo(bytes.AsSpan(GrpcCall.PrefixBytes));
            return call.SendAsync(bytes, cancellationToken);
        }
    }
}
