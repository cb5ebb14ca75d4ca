using System.Net;
using System.Net.Security;
using Kybernet.Base.Pki;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Kybernet.Bench.Load.Api;

/// <summary>A bare Kestrel that answers with the bytes of files: as fast as this server can be had to send them over TLS.</summary>
internal static class KestrelPeer
{
    public const string Usage = "usage: Kybernet.Bench.Load kestrel OBJECT-FILE LIST-FILE   (writes its address; serves /object and /list)";

    public static async Task RunAsync(string objectFile, string listFile, CancellationToken cancel)
    {
        byte[] one = await File.ReadAllBytesAsync(objectFile, cancel), list = await File.ReadAllBytesAsync(listFile, cancel);
        var certificate = CertificateAuthority.Create("peer", TimeSpan.FromDays(1), TimeProvider.System)
            .IssueServer("peer", ["localhost"], [IPAddress.Loopback], TimeSpan.FromDays(1)).ToX509();
        var context = SslStreamCertificateContext.Create(certificate, [], offline: true);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, context));
        var app = builder.Build();
        app.Run(http => AnswerAsync(http, http.Request.Path.Value == "/list" ? list : one));
        await app.StartAsync(cancel);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Console.WriteLine($"ready {addresses.First()}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
    }

    private static async Task AnswerAsync(HttpContext http, byte[] body)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.BodyWriter.WriteAsync(body, http.RequestAborted);
    }

    private static void Configure(KestrelServerOptions kestrel, SslStreamCertificateContext context)
    {
        kestrel.AddServerHeader = false;
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => new(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = context,
                    ClientCertificateRequired = true,
#pragma warning disable CA5359 // Benchmark peer: the handshake asks for a certificate as the API server's does, nobody is trusted.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
                }),
            });
        });
    }
}
