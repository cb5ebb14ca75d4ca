using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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

    // etcd's --grpc-keepalive-interval and -timeout.
    private static readonly TimeSpan KeepAlivePeriod = TimeSpan.FromHours(2);
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(20);

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
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddSingleton(loggers);
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.Limits.MaxRequestBytes + MessageOverheadBytes;
            grpc.MaxSendMessageSize = null;
        });
        var kv = new KvService(store, member, options);
        var unary = new UnaryCalls(kv, options.Limits.MaxRequestBytes + MessageOverheadBytes);
        builder.Services.AddSingleton(kv);
        builder.Services.AddSingleton(new WatchService(store, member, options, time));
        builder.Services.AddSingleton(new LeaseService(store, member, options));
        builder.Services.AddSingleton(new ClusterService(store, member));
        builder.Services.AddSingleton(new MaintenanceService(store, member, new(store, options)));

        // Nothing here blocks a thread, so requests run where their bytes arrive.
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);
        var app = builder.Build();
        app.Use((http, next) => unary.TryAnswer(http) ?? next(http));
        app.UseRouting();
        app.MapGrpcService<KvService>();
        app.MapGrpcService<WatchService>();
        app.MapGrpcService<LeaseService>();
        app.MapGrpcService<ClusterService>();
        app.MapGrpcService<MaintenanceService>();
        app.MapGet("/health", context => AnswerHealthAsync(store, context));
        app.MapGet("/version", context => context.Response.WriteAsync(
            $$"""{"etcdserver":"{{ServedMember.EtcdVersion}}","etcdcluster":"{{ServedMember.ClusterVersion}}"}""", context.RequestAborted));
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, EtcdServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = static name => name == AuthorityEncoding.Header ? AuthorityEncoding.Instance : null;
        // Streams live for as long as their clients: neither their length nor their pace is limited, the size of each message is.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxConcurrentStreams;
        kestrel.Limits.Http2.KeepAlivePingDelay = KeepAlivePeriod;
        kestrel.Limits.Http2.KeepAlivePingTimeout = KeepAliveTimeout;
        var tls = options.CertificateFile is null ? null : new ServerTls(options);
        foreach (var url in options.ListenClientUrls)
        {
            void Listen(ListenOptions listen)
            {
                if (url.Scheme == "http")
                {
                    listen.Protocols = HttpProtocols.Http2;
                    return;
                }

                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(tls!.Current()) });
            }

            if (url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6) kestrel.Listen(IPAddress.Parse(url.DnsSafeHost), url.Port, Listen);
            else kestrel.ListenLocalhost(url.Port, Listen);
        }
    }

    /// <summary>As etcd's: healthy while it has a leader and no alarm.</summary>
    private static async Task AnswerHealthAsync(IStore store, HttpContext context)
    {
        var status = await store.GetStatusAsync(context.RequestAborted);
        var reason = status.TryGet(out var value, out var error) ? value.Fault?.Detail : error.Message;
        if (reason is not null) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(
            reason is null
                ? """{"health":"true","reason":""}"""
                : $$"""{"health":"false","reason":"{{System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(reason)}}"}""",
            context.RequestAborted);
    }
}
