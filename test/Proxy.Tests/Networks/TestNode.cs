using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kybernet.Base.Processes;

namespace Kybernet.Proxy.Tests.Networks;

/// <summary>A node with pods on a bridge and a client outside, each a network namespace of its own.</summary>
/// <remarks>
/// <code>
///   NAME-client 172.30.9.1 ── eth0 172.30.9.2 NAME-node cni0 10.244.0.1 ── eth0 10.244.0.1N  NAME-podN
/// </code>
/// </remarks>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly string _name;
    private readonly List<string> _namespaces = [];

    private TestNode(string name) => _name = name;

    public string Node => PathOf("node");

    public string Client => PathOf("client");

    public static IPAddress NodeAddress => IPAddress.Parse("172.30.9.2");

    public static bool IsPossible => Environment.UserName == "root" && File.Exists("/usr/sbin/nft");

    public static async Task<TestNode> CreateAsync(int pods, CancellationToken cancel)
    {
        var node = new TestNode("kx" + Guid.NewGuid().ToString("N")[..8]);
        foreach (var space in Enumerable.Range(0, pods).Select(static i => $"pod{i}").Prepend("client").Prepend("node")) await node.AddAsync(space, cancel);
        await node.IpAsync("node", "link add cni0 type bridge", cancel);
        await node.IpAsync("node", "address add 10.244.0.1/24 dev cni0", cancel);
        await node.IpAsync("node", "link set cni0 up", cancel);
        await node.ConnectAsync("client", "eth0", "172.30.9.1/24", "172.30.9.2", cancel);
        await node.IpAsync("node", "address add 172.30.9.2/24 dev to-client", cancel);
        await node.IpAsync("node", "route add default via 172.30.9.1", cancel);
        for (var i = 0; i < pods; i++)
        {
            await node.ConnectAsync($"pod{i}", "eth0", $"10.244.0.{10 + i}/24", "10.244.0.1", cancel);
            await node.IpAsync("node", $"link set to-pod{i} master cni0", cancel);
            await HostCommand.In(node.Node).RunAsync("bridge", ["link", "set", "dev", $"to-pod{i}", "hairpin", "on"], "", cancel);
        }

        const string Forward = "echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables";
        await HostCommand.In(node.Node).RunAsync("sh", ["-c", Forward], "", cancel);
        return node;
    }

    public string Pod(int index) => PathOf(string.Create(CultureInfo.InvariantCulture, $"pod{index}"));

    public static IPAddress PodAddress(int index) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.244.0.{10 + index}"));

    /// <summary>Connects from a namespace and gives what the other side says.</summary>
    public static async Task<string> AskAsync(string from, IPEndPoint to, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var socket = NetworkThread.Run(from, static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(to, limit.Token);
        var buffer = new byte[64];
        var length = await socket.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var space in _namespaces) await HostCommand.Here.RunAsync("ip", ["netns", "del", space], "", CancellationToken.None);
    }

    private string PathOf(string space) => $"/run/netns/{_name}-{space}";

    private async Task AddAsync(string space, CancellationToken cancel)
    {
        _namespaces.Add($"{_name}-{space}");
        await HostCommand.Here.RunAsync("ip", ["netns", "add", $"{_name}-{space}"], "", cancel);
        await IpAsync(space, "link set lo up", cancel);
    }

    private async Task ConnectAsync(string space, string device, string address, string gateway, CancellationToken cancel)
    {
        await IpAsync("node", $"link add to-{space} type veth peer name {device} netns {PathOf(space)}", cancel);
        await IpAsync("node", $"link set to-{space} up", cancel);
        await IpAsync(space, $"address add {address} dev {device}", cancel);
        await IpAsync(space, $"link set {device} up", cancel);
        await IpAsync(space, $"route add default via {gateway}", cancel);
    }

    private async Task IpAsync(string space, string arguments, CancellationToken cancel)
    {
        var result = await HostCommand.In(PathOf(space)).RunAsync("ip", arguments.Split(' '), "", cancel);
        Assert.True(result.IsOk, $"{space}: ip {arguments}: {result.Error}");
    }
}
