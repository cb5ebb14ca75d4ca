using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Client.Transport.Https;
using Kybernet.Testing;

namespace Kybernet.Client.Tests.Transport;

/// <summary>In one process.</summary>
public sealed class LoopbackTransportTests : TransportContract
{
    private TestCluster? _cluster;

    protected override TestCluster Cluster => _cluster!;

    protected override IApiTransport Transport => Cluster.Client;

    protected override IApiDiscovery Discovery => Cluster.Discovery;

    public override async ValueTask InitializeAsync() => _cluster = await TestCluster.StartAsync(new(), Cancel);

    public override ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>Across machines.</summary>
public sealed class HttpsTransportTests : TransportContract
{
    private TestCluster? _cluster;
    private HttpsTransport? _transport;

    protected override TestCluster Cluster => _cluster!;

    protected override IApiTransport Transport => _transport!;

    protected override IApiDiscovery Discovery => new HttpsDiscovery(_transport!);

    public override async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(new() { ServesHttps = true }, Cancel);
        _transport = _cluster.ConnectHttps();
    }

    public override async ValueTask DisposeAsync()
    {
        _transport!.Dispose();
        await Cluster.DisposeAsync();
    }

    [Fact]
    public async Task Read_OfAPath_IsItsBody()
    {
        var version = await _transport!.ReadAsync("/version", "", Cancel);
        var missing = await _transport.ReadAsync("/nothing", "", Cancel);

        Assert.Contains("gitVersion", System.Text.Encoding.UTF8.GetString(version.Value), StringComparison.Ordinal);
        Assert.True(missing.Error!.IsNotFound);
    }
}
