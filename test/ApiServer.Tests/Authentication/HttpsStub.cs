using System.Net;
using Kybernet.Base.Pki;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>A server of somebody else's, over HTTPS, that answers what a test says. Counts what it is asked.</summary>
internal sealed class HttpsStub : IAsyncDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("elsewhere-ca", TimeSpan.FromDays(1), TimeProvider.System);
    private readonly WebApplication _app;
    private int _asked;

    private HttpsStub(Func<HttpContext, Task> answer)
    {
        var serving = _authority.IssueServer("elsewhere", ["localhost"], [IPAddress.Loopback], TimeSpan.FromDays(1)).ToX509();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(serving)));
        _app = builder.Build();
        _app.Run(http =>
        {
            Interlocked.Increment(ref _asked);
            return answer(http);
        });
    }

    public string Url { get; private set; } = "";

    public string AuthorityPem => _authority.CertificatePem;

    public int Asked => Volatile.Read(ref _asked);

    public static async Task<HttpsStub> StartAsync(Func<HttpContext, Task> answer)
    {
        var stub = new HttpsStub(answer);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        stub.Url = stub._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
