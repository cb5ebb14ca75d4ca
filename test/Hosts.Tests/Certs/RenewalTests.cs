using System.Net;
using Kybernet.Base.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Hosts.Tests.Certs;

/// <summary>A server whose certificates are renewed under it.</summary>
public sealed class RenewalTests : IDisposable
{
    private const string Slow = "KYBERNET_SLOW_TESTS";

    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(30);

    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Fact(Timeout = 900_000)]
    public async Task Requests_VirtualTimeWithCertificatesOf30Seconds_NoneFails()
    {
        // Of which each minute costs a second of a processor.
        var span = Environment.GetEnvironmentVariable(Slow) == "1" ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(5);
        var cancel = TestContext.Current.CancellationToken;
        var clock = new FakeTimeProvider(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = await RunningServer.StartAsync(_kyb.Directory, RenewalOptions.For(s_life), clock, cancel);
        await using var clients = new LiveClients(server.KubeconfigFile, clock);
        clients.Start();
        for (var second = 0; second < span.TotalSeconds; second += 6)
        {
            clock.Advance(TimeSpan.FromSeconds(6));
            // A third of a life is left when it is renewed: ten seconds, of which six may be over.
            await clients.WaitAsync(TimeSpan.FromSeconds(4), cancel);
            await clients.AskAsync(cancel);
        }

        Report(clients);
        Assert.Empty(clients.Failures);
        Assert.Equal(3 * (int)span.TotalSeconds / 6, clients.Requests);
        // At two thirds of a life, or a sixth of the last third earlier; looked at each second, in steps of six.
        Assert.InRange(clients.Renewals, (int)span.TotalSeconds / 25, (int)span.TotalSeconds / 17);
    }

    [Fact]
    public async Task Requests_FiveMinutesOfRealTimeWithCertificatesOf30Seconds_NoneFails()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Slow) == "1", $"takes five minutes of real time; {Slow}=1 runs it");
        var time = TimeProvider.System;
        await using var server = await RunningServer.StartAsync(_kyb.Directory, RenewalOptions.For(s_life), Cancel);
        await using var clients = new LiveClients(server.KubeconfigFile, time);
        clients.Start();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < TimeSpan.FromMinutes(5)) await clients.AskAsync(Cancel);
        Report(clients);
        Assert.Empty(clients.Failures);
        Assert.InRange(clients.Renewals, 13, 18);
    }

    [Fact]
    public async Task Renew_WhileTheServerRuns_NewConnectionsGetTheNewCertificate()
    {
        await using var server = await RunningServer.StartAsync(_kyb.Directory, new() { PollInterval = TimeSpan.FromMilliseconds(20) }, Cancel);
        using var before = await RunningServer.ConnectAsync(server.KubeconfigFile, Cancel);
        Assert.Equal(HttpStatusCode.OK, (await before.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
        var old = await ServedAsync(server.Address);
        var said = (await _kyb.SucceedAsync("certs renew apiserver admin --data-dir DIR/", Cancel)).Split('\n');
        Assert.Matches(@"^apiserver renewed, expires \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(364d\)$", said[0]);
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
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', lines));
        Assert.Equal(["NAME", "FOR", "EXPIRES", "RESIDUAL", "AUTHORITY"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            ["admin", "apiserver", "apiserver-kubelet-client", "ca", "controller-manager", "front-proxy-ca", "front-proxy-client", "scheduler"],
            lines.Skip(1).Select(static line => line.Split(' ')[0]));
        Assert.Equal(["364d", "ca"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]);
        Assert.Equal(["9y", "-"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]);
        Assert.Equal(["364d", "front-proxy-ca"], lines[7].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2..]);
    }

    [Theory]
    [InlineData("certs list --data-dir DIR/none", "is not there")]
    [InlineData("certs renew ca --data-dir DIR/", "is not there")]
    public async Task Certs_NoDataDirectory_SaysSo(string command, string expected) =>
        Assert.Contains(expected, await _kyb.FailAsync(command, Cancel), StringComparison.Ordinal);

    private static void Report(LiveClients clients) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"{clients.Requests} requests and {clients.Watches} watches, {clients.Failures.Count} failures, {clients.Renewals} renewals");

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
