using System.Net;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Http;
using Kybernet.Proxy.Health;
using Kybernet.Proxy.Model;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Proxy.Tests;

public sealed class HealthTests
{
    private static readonly Node s_node = new() { Metadata = new() { Name = "here" } };
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Answer_ChangeWaitsTooLong_IsUnhealthyUntilWritten()
    {
        var health = new ProxyHealth(TimeSpan.FromMinutes(1), static () => s_node, new(), _time);
        health.Updated(IpFamily.V4);
        health.Queued(IpFamily.V4);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, health.Answer("/healthz").Status);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((503, 503), (health.Answer("/healthz").Status, health.Answer("/livez").Status));

        health.Updated(IpFamily.V4);
        Assert.Equal(200, health.Answer("/healthz").Status);
    }

    [Fact]
    public void Answer_NodeIsToBeDeleted_TakesNoConnectionsButLives()
    {
        var node = s_node with { Spec = new() { Taints = [new() { Key = "ToBeDeletedByClusterAutoscaler", Effect = "NoSchedule" }] } };
        var health = new ProxyHealth(TimeSpan.FromMinutes(1), () => node, new(), _time);

        Assert.Equal((503, 200), (health.Answer("/healthz").Status, health.Answer("/livez").Status));
        Assert.Contains("\"nodeEligible\":false", Encoding.UTF8.GetString(health.Answer("/healthz").Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, HttpStatusCode.ServiceUnavailable)]
    [InlineData(2, HttpStatusCode.OK)]
    public async Task ServiceHealth_Port_TellsLocalEndpoints(int endpoints, HttpStatusCode expected)
    {
        var cancel = TestContext.Current.CancellationToken;
        var port = await FreePortAsync();
        await using var health = new ServiceHealth(static () => true, NullLogger.Instance);
        await health.SyncAsync(new Dictionary<Machinery.Kinds.ObjectKey, (int, int)> { [new("ns1", "svc1")] = (port, endpoints) });
        using var client = new HttpClient();

        var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"), cancel);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal([$"{endpoints}"], answer.Headers.GetValues("X-Load-Balancing-Endpoint-Weight"));
        Assert.Contains("\"name\": \"svc1\"", await answer.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
    }

    private static async Task<int> FreePortAsync()
    {
        await using var server = PlainHttpServer.Start(new(IPAddress.IPv6Any, 0), static _ => PlainAnswer.Text(200, ""));
        return server.Address.Port;
    }
}
