using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Processes;
using Kybernet.PodNetwork.Racks;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.PodNetwork.Tests;

/// <summary>Two machines on a switch, pods made by the CNI plugins of the distribution, and pings between them.</summary>
public sealed class PodNetworkServiceTests : IAsyncLifetime
{
    private const string Plugins = "/usr/lib/cni";
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly string _directory = Directory.CreateTempSubdirectory("kyb-podnet").FullName;
    private readonly List<PodNetworkService> _services = [];
    private readonly List<string> _pods = [];
    private readonly string _name = "kn" + Guid.NewGuid().ToString("N")[..5];
    private TestCluster? _cluster;
    private NodeRack? _rack;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Plugins + "/bridge"), "needs root and CNI plugins");
        _rack = await NodeRack.CreateAsync(new() { Name = _name, Nodes = 2 }, _cancel);
        _cluster = await TestCluster.StartAsync(new(), _cancel);
        for (var i = 0; i < 2; i++) await AddNodeAsync(i);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
        foreach (var pod in _pods) await HostCommand.Here.RunAsync("ip", ["netns", "del", pod], "", CancellationToken.None);
        if (_rack is not null) await _rack.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(PodNetworkBackend.HostGateway, 1500)]
    [InlineData(PodNetworkBackend.Vxlan, 1450)]
    public async Task Pods_OnTwoNodes_ReachEachOther(PodNetworkBackend backend, int mtu)
    {
        for (var i = 0; i < 2; i++) await StartAsync(i, backend);
        var first = await AddPodAsync(0);
        var second = await AddPodAsync(1);

        await EventuallyAsync(async () => Assert.True((await PingAsync(first.Space, second.Address)).IsOk));
        Assert.True((await PingAsync(second.Space, first.Address)).IsOk);
        Assert.Contains($" mtu {mtu} ", (await InAsync(first.Space, "ip", "link", "show", "eth0")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_Deleted_RouteGoes()
    {
        await StartAsync(0, PodNetworkBackend.HostGateway);
        await EventuallyAsync(async () => Assert.Contains("10.244.1.0/24 via 172.30.0.3", await RoutesAsync(0), StringComparison.Ordinal));

        Assert.Null((await _cluster!.Client.DeleteAsync<Node>(new("node1"), new(), _cancel)).Error);

        await EventuallyAsync(async () => Assert.DoesNotContain("10.244.1.0/24", await RoutesAsync(0), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pod_ToOutside_ComesFromItsNode()
    {
        await StartAsync(0, PodNetworkBackend.HostGateway);
        var pod = await AddPodAsync(0);

        // The switch knows no way to pods: an answer comes only when the node's address was on the packet.
        Assert.True((await PingAsync(pod.Space, _rack!.Gateway.ToString())).IsOk);
    }

    [Fact]
    public async Task Switch_WithRoutes_ReachesPods()
    {
        await StartAsync(1, PodNetworkBackend.HostGateway);
        var pod = await AddPodAsync(1);
        Assert.False((await PingAsync(_name + "-rack", pod.Address)).IsOk);

        await _rack!.RouteAsync(IPNetwork.Parse("10.244.1.0/24"), _rack.Nodes[1].Address, _cancel);

        Assert.True((await PingAsync(_name + "-rack", pod.Address)).IsOk);
    }

    [Fact]
    public async Task Rack_Deleted_LeavesNothing()
    {
        await _rack!.DisposeAsync();

        Assert.DoesNotContain(_name, (await HostCommand.Here.RunAsync("ip", ["netns", "list"], "", _cancel)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain(_name, (await HostCommand.Here.RunAsync("ip", ["link", "show"], "", _cancel)).Output, StringComparison.Ordinal);
    }

    private async Task AddNodeAsync(int index)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"10.244.{index}.0/24");
        var node = new Node { Metadata = new() { Name = $"node{index}" }, Spec = new() { PodCIDR = range, PodCIDRs = [range] } };
        var created = await _cluster!.Client.CreateAsync(node, _cancel);
        var address = new NodeAddress { Type = "InternalIP", Address = _rack!.Nodes[index].Address.ToString() };
        Assert.Null((await _cluster.Client.UpdateStatusAsync(created.Value with { Status = new() { Addresses = [address] } }, _cancel)).Error);
    }

    private async Task StartAsync(int index, PodNetworkBackend backend)
    {
        var options = new PodNetworkOptions
        {
            NodeName = $"node{index}",
            ClusterCidrs = ["10.244.0.0/16"],
            Backend = backend,
            CniDirectory = DirectoryOf(index),
            AddressDirectory = DirectoryOf(index) + "/addresses",
            NetworkNamespace = _rack!.Nodes[index].Path,
        };
        var service = new PodNetworkService(_cluster!.Informers, options, TimeProvider.System, NullLoggerFactory.Instance);
        _services.Add(service);
        await service.StartAsync(_cancel);
        await service.Ready.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, _cancel);
    }

    private string DirectoryOf(int index) => Path.Combine(_directory, $"node{index}");

    /// <summary>What a container runtime does: runs the first plugin of the file with a pod's namespace.</summary>
    private async Task<(string Space, string Address)> AddPodAsync(int index)
    {
        var space = $"{_name}-pod{index}";
        _pods.Add(space);
        await HostCommand.Here.RunAsync("ip", ["netns", "add", space], "", _cancel);
        var list = JsonNode.Parse(await File.ReadAllTextAsync(DirectoryOf(index) + "/10-kybernet.conflist", _cancel))!;
        var plugin = list["plugins"]![0]!.DeepClone();
        plugin["cniVersion"] = "1.0.0";
        plugin["name"] = list["name"]!.GetValue<string>();
        string[] environment = ["CNI_COMMAND=ADD", $"CNI_CONTAINERID={space}", $"CNI_NETNS=/run/netns/{space}", "CNI_IFNAME=eth0", $"CNI_PATH={Plugins}"];
        var node = HostCommand.In(_rack!.Nodes[index].Path);
        var added = await node.RunAsync("env", [.. environment, Plugins + "/bridge"], plugin.ToJsonString(), _cancel);
        Assert.True(added.IsOk, added.Output + added.Error);
        using var result = JsonDocument.Parse(added.Output);
        return (space, result.RootElement.GetProperty("ips")[0].GetProperty("address").GetString()!.Split('/')[0]);
    }

    private Task<CommandResult> PingAsync(string space, string address) => InAsync(space, "busybox", "ping", "-c", "1", "-W", "2", address);

    private Task<CommandResult> InAsync(string space, string program, params string[] arguments) =>
        HostCommand.In("/run/netns/" + space).RunAsync(program, arguments, "", _cancel);

    private async Task<string> RoutesAsync(int index) =>
        (await HostCommand.In(_rack!.Nodes[index].Path).RunAsync("ip", ["route"], "", _cancel)).Output;

    private async Task EventuallyAsync(Func<Task> isSo)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await isSo();
                return;
            }
            catch (Exception) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, _cancel);
            }
        }
    }
}
