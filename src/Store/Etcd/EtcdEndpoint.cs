using System.Net;
using Grpc.Net.Client;
using Kybernet.Store.Protocol;

namespace Kybernet.Store.Etcd;

/// <summary>One member of the cluster and the connections to it, made when first used and again when broken.</summary>
internal sealed class EtcdEndpoint : IDisposable
{
    private readonly GrpcChannel _channel;

    public EtcdEndpoint(int index, Uri address, EtcdStoreOptions options, ClientTls? tls)
    {
        Index = index;
        Address = address;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            KeepAlivePingDelay = options.KeepAlivePeriod,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
        };
        if (tls is not null) handler.SslOptions = tls.OptionsFor();
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            // Given a bare handler, the channel would make connections itself and hide whether a request was sent.
            HttpClient = new(handler) { Timeout = Timeout.InfiniteTimeSpan },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxMessageBytes,
            MaxSendMessageSize = null,
            // Retries are decided in EtcdCaller, which knows what is safe to repeat.
            MaxRetryAttempts = null,
        });
        var invoker = _channel.CreateCallInvoker();
        Kv = new KV.KVClient(invoker);
        Watch = new Watch.WatchClient(invoker);
        Lease = new Lease.LeaseClient(invoker);
        Maintenance = new Maintenance.MaintenanceClient(invoker);
    }

    public int Index { get; }

    public Uri Address { get; }

    public KV.KVClient Kv { get; }

    public Watch.WatchClient Watch { get; }

    public Lease.LeaseClient Lease { get; }

    public Maintenance.MaintenanceClient Maintenance { get; }

    public void Dispose() => _channel.Dispose();
}
