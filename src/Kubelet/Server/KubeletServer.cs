using System.Net;
using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Kybernet.Kubelet.Server;

/// <summary>The kubelet's HTTPS server. Upstream: <c>pkg/kubelet/server</c>.</summary>
internal sealed class KubeletServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly KubeletHandler _handler;
    private readonly TimeSpan _grace;

    private KubeletServer(WebApplication app, KubeletHandler handler, TimeSpan grace, IPEndPoint address)
    {
        _app = app;
        _handler = handler;
        _grace = grace;
        Address = address;
    }

    /// <summary>Where it listens; the port is the node's <c>status.daemonEndpoints.kubeletEndpoint</c>.</summary>
    public IPEndPoint Address { get; }

    public static async Task<KubeletServer> StartAsync(KubeletServerOptions options, KubeletServerParts parts, CancellationToken cancel)
    {
        var handler = new KubeletHandler(options, parts);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddSingleton(parts.Loggers);
        var app = builder.Build();
        app.Run(handler.HandleAsync);
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            handler.Dispose();
            await app.DisposeAsync();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, handler, options.ShutdownGrace, IPEndPoint.Parse(new Uri(address).Authority));
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(_grace);
        await _handler.EndStreamsAsync();
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _handler.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, KubeletServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(options.Listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => new(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = options.ServingCertificate(),
                    ClientCertificateRequired = true,
#pragma warning disable CA5359 // The certificate is a client's, and KubeletUsers verifies it.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
                }),
            });
        });
    }
}
