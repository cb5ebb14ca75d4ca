using System.Net;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Tests.Certs;

/// <summary>A server whose certificates are renewed under it.</summary>
public sealed class RenewalTests : IDisposable
{
    private const string Slow = "KYBERNET_SLOW_TESTS";

    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Fact]
    public async Task Requests_WhileCertificatesOf30SecondsAreRenewed_NoneFails()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Slow) == "1", $"takes 70 seconds of real time; {Slow}=1 runs it");
        var life = new RenewalOptions { Life = TimeSpan.FromSeconds(30), PollInterval = TimeSpan.FromSeconds(1) };
        await using var server = await RunningServer.StartAsync(_kyb.Directory, life, Cancel);
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var (requests, served, shown) = (0, new HashSet<string>(), new HashSet<string>());
        while (time.GetElapsedTime(started) < TimeSpan.FromSeconds(70))
        {
            // A new client each time, so that each request is a new connection with what the kubeconfig says now.
            using var client = await RunningServer.ConnectAsync(server.KubeconfigFile, Cancel);
            using var response = await client.GetAsync("/api/v1/namespaces/default", Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            requests++;
            served.Add(await File.ReadAllTextAsync(_kyb.PathOf("pki/apiserver.crt"), Cancel));
            shown.Add(await File.ReadAllTextAsync(server.KubeconfigFile, Cancel));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests, {served.Count} serving certificates, {shown.Count} kubeconfigs");
        Assert.InRange(served.Count, 4, 6);
        Assert.InRange(shown.Count, 4, 6);
    }

    [Fact]
    public async Task Renew_WhileTheServerRuns_NewConnectionsGetTheNewCertificate()
    {
        await using var server = await RunningServer.StartAsync(_kyb.Directory, new() { PollInterval = TimeSpan.FromMilliseconds(20) }, Cancel);
        using var before = await RunningServer.ConnectAsync(server.KubeconfigFile, Cancel);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
        var old = await ServedAsync(server.Address);
        await _kyb.SucceedAsync("certs renew apiserver admin --data-dir DIR/", Cancel);
        while (await ServedAsync(server.Address) == old) await Task.Yield();
        using var after = await RunningServer.ConnectAsync(server.KubeconfigFile, Cancel);
        Assert.Equal(HttpStatusCode.OK, (await after.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
    }

    [Fact]
    public async Task List_OfAServersDirectory_ShowsEachCertificate()
    {
        await using (await RunningServer.StartAsync(_kyb.Directory, RenewalOptions.Default, Cancel))
        {
        }

        var lines = (await _kyb.SucceedAsync("certs list --data-dir DIR/", Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["NAME", "CN", "EXPIRES", "RESIDUAL"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            ["admin", "apiserver", "apiserver-kubelet-client", "ca", "controller-manager", "front-proxy-ca", "front-proxy-client", "scheduler"],
            lines.Skip(1).Select(static line => line.Split(' ')[0]));
        Assert.EndsWith("364d", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("9y", lines[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("certs list --data-dir DIR/none", "is not there")]
    [InlineData("certs renew ca --data-dir DIR/", "is not there")]
    public async Task Certs_NoDataDirectory_SaysSo(string command, string expected) =>
        Assert.Contains(expected, await _kyb.FailAsync(command, Cancel), StringComparison.Ordinal);

    private static async Task<string> ServedAsync(string address)
    {
        var shown = "";
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = certificate!.GetCertHashString()).Length > 0;
        using var client = new HttpClient(handler) { BaseAddress = new($"https://{address}") };
        await client.GetAsync("/livez", Cancel);
        return shown;
    }
}
