using System.Net.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

/// <summary>Kestrel with TLS around the handler.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    // Upstream: http2-max-streams-per-connection's default in the server, ReadHeaderTimeout.
    private const int MaxStreams = 250;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(32);

    private readonly WebApplication _app;

    private HttpHost(WebApplication app, string address)
    {
        _app = app;
        Address = address;
    }

    /// <summary>Host and port.</summary>
    public string Address { get; }

    public static async Task<HttpHost> StartAsync(ApiServerOptions options, ApiHandler handler, ILoggerFactory loggers, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddSingleton(loggers).AddSingleton<IMemoryPoolFactory<byte>, BlockPool.Factory>();
        var app = builder.Build();
        app.Run(handler.HandleAsync);
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
        return new(app, new Uri(addresses.First()).Authority);
    }

    public async Task StopAsync(TimeSpan grace, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(grace);
        await _app.StopAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Configure(KestrelServerOptions kestrel, ApiServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowResponseHeaderCompression = true;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreams;
        kestrel.Listen(options.Listen!, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => new(new SslServerAuthenticationOptions
                {
                    EnabledSslProtocols = ModernTls.Protocols,
                    CipherSuitesPolicy = ModernTls.Suites,
                    ServerCertificateContext = options.ServingCertificate!(),
                    // Anyone may connect; who a certificate stands for is decided by authentication, so that a wrong one gets a 401 and not
                    // a broken connection.
                    ClientCertificateRequired = true,
#pragma warning disable CA5359 // The certificate is a client's, and ClientCertificates verifies it.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
                }),
            });
        });
    }
}
