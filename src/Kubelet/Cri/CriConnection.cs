using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Net.Client;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>A gRPC channel to a container runtime's socket, connected when first used and again when broken.</summary>
internal sealed class CriConnection : IDisposable
{
    private const int MaxMessageBytes = 16 << 20;

    private readonly GrpcChannel _channel;
    private readonly TimeProvider _time;

    /// <param name="socketPath">Of a unix socket.</param>
    /// <param name="time">Bounds calls.</param>
    public CriConnection(string socketPath, TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseProxy = false,
        };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpClient = new(handler) { Timeout = Timeout.InfiniteTimeSpan },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessageBytes,
            MaxSendMessageSize = null,
            MaxRetryAttempts = null,
        });
        var invoker = _channel.CreateCallInvoker();
        Runtime = new RuntimeService.RuntimeServiceClient(invoker);
        Images = new ImageService.ImageServiceClient(invoker);
        Events = new Events.Events.EventsClient(invoker);
    }

    public RuntimeService.RuntimeServiceClient Runtime { get; }

    public ImageService.ImageServiceClient Images { get; }

    public Events.Events.EventsClient Events { get; }

    /// <summary>Makes one call.</summary>
    /// <param name="call">The generated client's method.</param>
    /// <param name="timeout">Infinite for calls that last as long as they last.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="method">The caller's: the call's name with <c>Async</c> behind.</param>
    /// <exception cref="CriException">The runtime refused, is not there, or did not answer in time.</exception>
    public async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan timeout, CancellationToken cancel,
        [CallerMemberName] string method = "")
    {
        using var span = KubeletTrace.Call(method);
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var answer = call(new(cancellationToken: either.Token));
            return await answer;
        }
        catch (RpcException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? new CriException(StatusCode.DeadlineExceeded, "context deadline exceeded", e)
                : new CriException(e.StatusCode, e.Status.Detail, e);
        }
    }

    public void Dispose() => _channel.Dispose();
}
