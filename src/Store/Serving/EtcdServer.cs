using System.Collections.Immutable;
using System.Net;
using Kybernet.Store.Protocol;
using Kybernet.Store.Serving.Http2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kybernet.Store.Serving;

/// <summary>Serves a store through etcd's v3 API: etcdctl, etcd's clients and kube-apiserver can use it in place of an etcd.</summary>
/// <remarks>
/// <para>The store stays the caller's: it is not disposed of here, and must outlive the server.</para>
/// <para>Over TLS it also answers plain HTTP requests for <c>/health</c> and <c>/version</c>; in plain text a port speaks HTTP/2 only.</para>
/// </remarks>
public sealed class EtcdServer : IAsyncDisposable
{
    /// <summary>What gRPC puts around a request of the largest size (etcd: grpcOverheadBytes).</summary>
    private const int MessageOverheadBytes = 512 * 1024;

    private readonly WebApplication _app;

    private EtcdServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, with the ports it got.</summary>
    public ImmutableArray<Uri> ClientUrls { get; private init; } = [];

    /// <summary>
    /// Starts serving; returns when it listens. Throws <see cref="ArgumentException"/> when the options are wrong and
    /// <see cref="IOException"/> when an address is taken or a file cannot be read.
    /// </summary>
    public static async Task<EtcdServer> StartAsync(
        IStore store, EtcdServerOptions options, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        var member = new ServedMember(options.Name);
        var app = Build(store, options, member, time, loggers);
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        ImmutableArray<Uri> urls = [.. addresses.Select(address => new Uri(address))];
        member.ClientUrls = options.AdvertiseClientUrls.IsDefaultOrEmpty ? urls : options.AdvertiseClientUrls;
        return new(app) { ClientUrls = urls };
    }

    /// <summary>Stops taking requests, lets those under way end until <paramref name="cancel"/>, and closes the connections.</summary>
    public Task StopAsync(CancellationToken cancel) => _app.StopAsync(cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static WebApplication Build(IStore store, EtcdServerOptions options, ServedMember member, TimeProvider time, ILoggerFactory loggers)
    {
        var http2 = new Http2Options
        {
            Services = Services(store, options, member, time),
            Page = (path, cancel) => PageAsync(store, path, cancel),
            MaxMessageBytes = options.Limits.MaxRequestBytes + MessageOverheadBytes,
            MaxConcurrentStreams = options.MaxConcurrentStreams,
        };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options, http2, time));
        builder.Services.AddSingleton(loggers);
        // Nothing here blocks a thread, so requests run where their bytes arrive; and no connection is asked whether it has bytes before it is read.
        builder.WebHost.UseSockets(static sockets => (sockets.UnsafePreferInlineScheduling, sockets.WaitForDataBeforeAllocatingBuffer) = (true, false));
        var app = builder.Build();
        // What does not speak HTTP/2.
        app.Run(async http =>
        {
            var (status, text) = await PageAsync(store, http.Request.Path, http.RequestAborted);
            http.Response.StatusCode = status;
            await http.Response.WriteAsync(text, http.RequestAborted);
        });
        return app;
    }

    private static ServiceTable Services(IStore store, EtcdServerOptions options, ServedMember member, TimeProvider time)
    {
        var services = new ServiceTable();
        var kv = new KvService(store, member, options);
        KV.BindService(services, kv);
        services.AddShort("/etcdserverpb.KV/Put", Protocol.PutRequest.Parser, kv.PutAsync);
        services.AddShort("/etcdserverpb.KV/Range", Protocol.RangeRequest.Parser, kv.RangeAsync);
        services.AddShort("/etcdserverpb.KV/Txn", Protocol.TxnRequest.Parser, kv.TxnAsync);
        services.AddShort("/etcdserverpb.KV/DeleteRange", DeleteRangeRequest.Parser, kv.DeleteRangeAsync);
        Watch.BindService(services, new WatchService(store, member, options, time));
        Lease.BindService(services, new LeaseService(store, member, options));
        Cluster.BindService(services, new ClusterService(store, member));
        Maintenance.BindService(services, new MaintenanceService(store, member, new(store, options)));
        return services;
    }

    private static void Configure(KestrelServerOptions kestrel, EtcdServerOptions options, Http2Options http2, TimeProvider time)
    {
        kestrel.AddServerHeader = false;
        var tls = options.CertificateFile is null ? null : new ServerTls(options);
        foreach (var url in options.ListenClientUrls)
        {
            void Listen(ListenOptions listen)
            {
                if (url.Scheme == "http")
                {
                    listen.Protocols = HttpProtocols.Http2;
                    listen.Use(_ => connection => ServeAsync(connection, http2, time));
                    return;
                }

                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(tls!.Current()) });
                listen.Use(next => connection =>
                    connection.Features.Get<ITlsApplicationProtocolFeature>()?.ApplicationProtocol.Span.SequenceEqual("h2"u8) is true
                        ? ServeAsync(connection, http2, time)
                        : next(connection));
            }

            if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6) kestrel.Listen(IPAddress.Parse(url.DnsSafeHost), url.Port, Listen);
            else kestrel.ListenLocalhost(url.Port, Listen);
        }
    }

    private static async Task ServeAsync(ConnectionContext transport, Http2Options http2, TimeProvider time)
    {
        using var connection = new Http2Connection(transport, http2, time);
        var pulse = new KeepAlive(connection, transport, time);
        transport.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(static pulse => ((KeepAlive)pulse).Beat(), pulse);
        var stopping = transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        await connection.RunAsync(stopping);
    }

    private static async ValueTask<(int Status, string Text)> PageAsync(IStore store, string path, CancellationToken cancel) => path switch
    {
        "/health" => await HealthAsync(store, cancel),
        "/version" => (200, $$"""{"etcdserver":"{{ServedMember.EtcdVersion}}","etcdcluster":"{{ServedMember.ClusterVersion}}"}"""),
        _ => (404, ""),
    };

    /// <summary>As etcd's: healthy while it has a leader and no alarm.</summary>
    private static async Task<(int Status, string Text)> HealthAsync(IStore store, CancellationToken cancel)
    {
        var status = await store.GetStatusAsync(cancel);
        var reason = status.TryGet(out var value, out var error) ? value.Fault?.Detail : error.Message;
        return reason is null
            ? (200, """{"health":"true","reason":""}""")
            : (503, $$"""{"health":"false","reason":"{{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(reason)}}"}""");
    }
}
