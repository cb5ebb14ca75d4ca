using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Kybernet.ApiServer.Encryption.Kms.V2;

namespace Kybernet.ApiServer.Encryption.Kms;

/// <summary>Calls of a key management service over its socket, which is connected when first used and again when broken.</summary>
internal sealed class KmsPlugin : IDisposable
{
    private readonly KmsOptions _options;
    private readonly GrpcChannel _channel;
    private readonly KeyManagementService.KeyManagementServiceClient _client;
    private readonly INonceSource _ids;
    private readonly TimeProvider _time;

    /// <param name="options">Where it is.</param>
    /// <param name="ids">Makes the ids of calls, which the service logs.</param>
    /// <param name="time">Bounds calls.</param>
    public KmsPlugin(KmsOptions options, INonceSource ids, TimeProvider time)
    {
        (_options, _ids, _time) = (options, ids, time);
        var handler = new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(options.SocketPath, cancel), UseProxy = false };
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpClient = new(handler) { Timeout = Timeout.InfiniteTimeSpan },
            DisposeHttpClient = true,
            MaxRetryAttempts = null,
        });
        _client = new(_channel.CreateCallInvoker());
    }

    public Task<StatusResponse> StatusAsync(CancellationToken cancel) => CallAsync(options => _client.StatusAsync(new(), options), cancel);

    public Task<EncryptResponse> EncryptAsync(byte[] secret, CancellationToken cancel)
    {
        var request = new EncryptRequest { Plaintext = ByteString.CopyFrom(secret), Uid = NewId() };
        return CallAsync(options => _client.EncryptAsync(request, options), cancel);
    }

    public async Task<byte[]> DecryptAsync(DecryptRequest request, CancellationToken cancel)
    {
        request.Uid = NewId();
        return (await CallAsync(options => _client.DecryptAsync(request, options), cancel)).Plaintext.ToByteArray();
    }

    public void Dispose() => _channel.Dispose();

    /// <exception cref="IOException">It did not answer, or refused.</exception>
    private async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> start, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var call = start(new(cancellationToken: either.Token));
            return await call;
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException)
        {
            cancel.ThrowIfCancellationRequested();
            var problem = limit.IsCancellationRequested ? "context deadline exceeded" : e is RpcException refused ? refused.Status.Detail : "it is closed";
            throw new IOException($"the key management service {_options.Name} failed: {problem}", e);
        }
    }

    private string NewId()
    {
        Span<byte> id = stackalloc byte[16];
        _ids.Fill(id);
        return Convert.ToHexStringLower(id);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
