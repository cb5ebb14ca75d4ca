using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base.Processes;
using Kybernet.Machinery.Collections;
using Kybernet.Proxy.Tests.Networks;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Proxy.Tests;

/// <summary>Real packets: an API server, the proxy, nftables, namespaces and sockets.</summary>
public sealed class ServicePathTests : IAsyncLifetime
{
    private const int Pods = 4;
    private static readonly IPEndPoint s_service = new(IPAddress.Parse("10.96.0.80"), 80);
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly List<PodServer> _servers = [];
    private TestCluster? _cluster;
    private TestNode? _node;
    private ProxyService? _proxy;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(TestNode.IsPossible, "needs root and nft");
        _cluster = await TestCluster.StartAsync(new(), _cancel);
        _node = await TestNode.CreateAsync(Pods, _cancel);
        for (var i = 0; i < Pods; i++) _servers.Add(new(_node, i));
        await StartProxyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null) await _proxy.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
        if (_node is not null) await _node.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task ClusterIp_ManyConnections_ReachEveryEndpointAlike()
    {
        await ServeAsync([0, 1, 2], static spec => spec);

        var counts = new Dictionary<string, int>();
        for (var i = 0; i < 150; i++)
        {
            var answer = await TestNode.AskAsync(_node!.Pod(3), s_service, _cancel);
            counts[answer] = counts.GetValueOrDefault(answer) + 1;
        }

        Assert.Equal(["pod0", "pod1", "pod2"], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 25, 80));
    }

    [Fact]
    public async Task NodePort_FromOutside_IsAnswered()
    {
        await ServeAsync([0], static spec => spec with { Type = "NodePort", Ports = [spec.Ports[0] with { NodePort = 30080 }] });

        Assert.Equal("pod0", await TestNode.AskAsync(_node!.Client, new(TestNode.NodeAddress, 30080), _cancel));
    }

    [Fact]
    public async Task ClusterIp_FromItsOwnEndpoint_IsAnsweredByItself()
    {
        await ServeAsync([0], static spec => spec);

        Assert.Equal("pod0", await TestNode.AskAsync(_node!.Pod(0), s_service, _cancel));
    }

    [Fact]
    public async Task ClusterIp_SessionAffinity_StaysWithOneEndpoint()
    {
        await ServeAsync([0, 1, 2, 3], static spec => spec with { SessionAffinity = "ClientIP" });

        var answers = new HashSet<string>();
        for (var i = 0; i < 20; i++) answers.Add(await TestNode.AskAsync(_node!.Pod(1), s_service, _cancel));

        Assert.Single(answers);
    }

    [Fact]
    public async Task ClusterIp_EndpointsGone_IsRefusedAtOnce()
    {
        await ServeAsync([0], static spec => spec);
        await EndpointsAsync([]);

        await EventuallyAsync(async () =>
        {
            var refused = await Assert.ThrowsAnyAsync<SocketException>(() => TestNode.AskAsync(_node!.Pod(3), s_service, _cancel));
            Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        });
    }

    [Fact]
    public async Task ClusterIp_EndpointsRollUnderLoad_NoConnectionFails()
    {
        await ServeAsync([0, 1], static spec => spec);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LoadAsync(stop.Token)));

        foreach (var pods in new[] { [1, 2], [2, 3], [3, 0], [0, 1], [1, 2], new[] { 2, 3 } })
        {
            await EndpointsAsync(pods);
            await EventuallyAsync(async () => Assert.Contains($"{TestNode.PodAddress(pods[1])}:8080", await RulesAsync(), StringComparison.Ordinal));
        }

        await stop.CancelAsync();
        var counts = await load;
        TestContext.Current.TestOutputHelper?.WriteLine($"{counts.Sum()} connections, none failed");
        Assert.All(counts, count => Assert.True(count > 10));
    }

    [Fact]
    public async Task Udp_EndpointReplaced_OldFlowGoesToTheNewOne()
    {
        await ServeAsync([0], static spec => spec);
        using var client = NetworkThread.Run(_node!.Pod(3), static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        await client.ConnectAsync(s_service, _cancel);
        Assert.Equal("pod0", await DatagramAsync(client));

        await EndpointsAsync([1]);

        await EventuallyAsync(async () => Assert.Equal("pod1", await DatagramAsync(client)));
    }

    [Fact]
    public async Task Stop_RulesStay_UntilCleanUp()
    {
        await ServeAsync([0], static spec => spec);
        await _proxy!.DisposeAsync();
        Assert.Equal("pod0", await TestNode.AskAsync(_node!.Pod(3), s_service, _cancel));

        await EndpointsAsync([1]);
        await StartProxyAsync();
        await EventuallyAsync(async () => Assert.Equal("pod1", await TestNode.AskAsync(_node!.Pod(3), s_service, _cancel)));

        await _proxy.DisposeAsync();
        _proxy = null;
        await ProxyService.CleanUpAsync(_node.Node, _cancel);
        Assert.Equal("", await RulesAsync());
    }

    private async Task StartProxyAsync()
    {
        var options = new ProxyOptions
        {
            NodeName = "here",
            ClusterCidrs = ["10.244.0.0/16"],
            NetworkNamespace = _node!.Node,
            MinSyncPeriod = TimeSpan.FromMilliseconds(10),
            HealthzAddress = null,
            MetricsAddress = null,
        };
        _proxy = new(_cluster!.Informers, options, TimeProvider.System, NullLoggerFactory.Instance);
        await _proxy.StartAsync(_cancel);
    }

    private async Task ServeAsync(int[] pods, Func<ServiceSpec, ServiceSpec> change)
    {
        var service = new Service
        {
            Metadata = new() { Namespace = "default", Name = "web" },
            Spec = change(new()
            {
                ClusterIP = s_service.Address.ToString(),
                Ports =
                [
                    new() { Name = "p", Port = 80, TargetPort = PodServer.Port },
                    new() { Name = "u", Port = 80, Protocol = "UDP", TargetPort = PodServer.Port },
                ],
            }),
        };
        if (service.Spec.Type == "NodePort") service = service with { Spec = service.Spec with { Ports = [service.Spec.Ports[0]] } };
        Assert.Null((await _cluster!.Client.CreateAsync(service, _cancel)).Error);
        Assert.Null((await _cluster.Client.CreateAsync(Slice(pods), _cancel)).Error);
        await EventuallyAsync(async () => Assert.Contains($"{TestNode.PodAddress(pods[0])}:8080", await RulesAsync(), StringComparison.Ordinal));
    }

    private async Task EndpointsAsync(int[] pods) => Assert.Null((await _cluster!.Client.UpdateAsync(Slice(pods), _cancel)).Error);

    private static EndpointSlice Slice(int[] pods) => new()
    {
        Metadata = new() { Namespace = "default", Name = "web-1", Labels = MapOf<string>.Empty.SetItem("kubernetes.io/service-name", "web") },
        AddressType = "IPv4",
        Endpoints = pods.Select(pod => new Endpoint { Addresses = [TestNode.PodAddress(pod).ToString()], NodeName = "here" }).ToListOf(),
        Ports = [new() { Name = "p", Protocol = "TCP", Port = PodServer.Port }, new() { Name = "u", Protocol = "UDP", Port = PodServer.Port }],
    };

    private async Task<int> LoadAsync(CancellationToken stop)
    {
        var count = 0;
        for (; !stop.IsCancellationRequested; count++)
            Assert.StartsWith("pod", await TestNode.AskAsync(_node!.Pod(3), s_service, _cancel), StringComparison.Ordinal);
        return count;
    }

    private async Task<string> RulesAsync() =>
        (await HostCommand.In(_node!.Node).RunAsync("nft", ["list", "table", "ip", "kube-proxy"], "", _cancel)).Output;

    private async Task<string> DatagramAsync(Socket client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        var buffer = new byte[64];
        await client.SendAsync("?"u8.ToArray(), SocketFlags.None, limit.Token);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, await client.ReceiveAsync(buffer, SocketFlags.None, limit.Token));
    }

    /// <summary>Looks until it is so, for ten seconds.</summary>
    private async Task EventuallyAsync(Func<Task> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await isSo();
                return;
            }
            catch (Exception) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _cancel);
            }
        }
    }
}
