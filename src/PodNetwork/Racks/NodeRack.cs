using System.Globalization;
using System.Net;
using Kybernet.Base.Processes;

namespace Kybernet.PodNetwork.Racks;

/// <summary>Machines that are network namespaces of one host, on one switch: what <c>kyb up --nodes N</c> runs nodes in.</summary>
/// <remarks>
/// <code>
///   host or NAME-rack:   NAME (bridge, .1)
///                          │ NAMEp1      │ NAMEp2
///                        eth0 (.2)     eth0 (.3)
///                        NAME-node1    NAME-node2
/// </code>
/// Nothing is left behind when it is deleted; one that was not is taken down by <see cref="DeleteAsync(RackOptions, CancellationToken)"/>.
/// </remarks>
public sealed class NodeRack : IAsyncDisposable
{
    private readonly RackOptions _options;

    private NodeRack(RackOptions options, NodeNamespace[] nodes)
    {
        _options = options;
        Nodes = nodes;
    }

    public IReadOnlyList<NodeNamespace> Nodes { get; }

    /// <summary>Of the switch: the nodes' default route.</summary>
    public IPAddress Gateway => AddressAt(_options.Network, 1);

    /// <exception cref="InvalidOperationException">A command failed, and what was made is deleted again; or the network is in use here.</exception>
    public static async Task<NodeRack> CreateAsync(RackOptions options, CancellationToken cancel)
    {
        if (options.Name.Length is 0 or > 8) throw new ArgumentException($"'{options.Name}' has to have one to eight letters", nameof(options));
        await DeleteAsync(options, cancel);
        if (options.IsConnected) await CheckAsync(options, cancel);
        var nodes = Enumerable.Range(1, options.Nodes)
            .Select(i => new NodeNamespace($"{options.Name}-node{Text(i)}", AddressAt(options.Network, i + 1))).ToArray();
        try
        {
            await CreateSwitchAsync(options, cancel);
            for (var i = 0; i < nodes.Length; i++) await ConnectAsync(options, nodes[i], i + 1, cancel);
        }
        catch
        {
            await DeleteAsync(options, CancellationToken.None);
            throw;
        }

        return new(options, nodes);
    }

    /// <summary>Takes down whatever there is of a rack of this name.</summary>
    public static async Task DeleteAsync(RackOptions options, CancellationToken cancel)
    {
        var listed = await HostCommand.Here.RunAsync("ip", ["netns", "list"], "", cancel);
        foreach (var name in listed.Output.Split('\n').Select(static line => line.Split(' ')[0]))
            if (name == RackNamespace(options) || name.StartsWith(options.Name + "-node", StringComparison.Ordinal))
                await HostCommand.Here.RunAsync("ip", ["netns", "del", name], "", cancel);
        await HostCommand.Here.RunAsync("ip", ["link", "del", options.Name], "", cancel);
        if (options.IsConnected) await HostCommand.Here.RunAsync("nft", ["delete", "table", "ip", TableOf(options)], "", cancel);
    }

    /// <summary>Lets who is beside the switch reach the pods of a node, as the nodes reach each other's.</summary>
    /// <exception cref="InvalidOperationException">There is such a network here already.</exception>
    public Task RouteAsync(IPNetwork pods, IPAddress node, CancellationToken cancel) =>
        RunAsync(SwitchHost(_options), ["route", "add", pods.ToString(), "via", node.ToString(), "dev", _options.Name], cancel);

    public async ValueTask DisposeAsync() => await DeleteAsync(_options, CancellationToken.None);

    /// <summary>Two networks with the same addresses: neither the nodes nor who has the other would be reached.</summary>
    private static async Task CheckAsync(RackOptions options, CancellationToken cancel)
    {
        var routes = await HostCommand.Here.RunAsync("ip", ["-4", "route", "show"], "", cancel);
        if (TakenNetworks.Find(routes.Output, options.Network) is { } taken)
            throw new InvalidOperationException($"this machine uses {options.Network} already ({taken}): give the nodes another network (--node-network)");
    }

    private static string RackNamespace(RackOptions options) => options.Name + "-rack";

    private static string TableOf(RackOptions options) => "kybernet-" + options.Name;

    private static HostCommand SwitchHost(RackOptions options) =>
        options.IsConnected ? HostCommand.Here : HostCommand.In("/run/netns/" + RackNamespace(options));

    private static async Task CreateSwitchAsync(RackOptions options, CancellationToken cancel)
    {
        if (!options.IsConnected) await RunAsync(HostCommand.Here, ["netns", "add", RackNamespace(options)], cancel);
        var host = SwitchHost(options);
        await RunAsync(host, ["link", "set", "lo", "up"], cancel);
        await RunAsync(host, ["link", "add", options.Name, "type", "bridge"], cancel);
        await RunAsync(host, ["address", "add", $"{AddressAt(options.Network, 1)}/{Text(options.Network.PrefixLength)}", "dev", options.Name], cancel);
        await RunAsync(host, ["link", "set", options.Name, "up"], cancel);
        if (!options.IsConnected) return;
        // The way out: the host's address, as for any private network behind a router.
        var rules =
            $$"""
            table ip {{TableOf(options)}} {
              chain postrouting {
                type nat hook postrouting priority 100 ;
                ip saddr {{options.Network}} oifname != "{{options.Name}}" masquerade
              }
            }

            """;
        Check(await host.RunAsync("nft", ["-f", "-"], rules, cancel), "nft");
        Check(await host.RunAsync("sh", ["-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"], "", cancel), "ip_forward");
    }

    private static async Task ConnectAsync(RackOptions options, NodeNamespace node, int index, CancellationToken cancel)
    {
        await RunAsync(HostCommand.Here, ["netns", "add", node.Name], cancel);
        var inside = HostCommand.In(node.Path);
        var port = $"{options.Name}p{Text(index)}";
        await RunAsync(SwitchHost(options), ["link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", node.Path], cancel);
        await RunAsync(SwitchHost(options), ["link", "set", port, "master", options.Name, "up"], cancel);
        await RunAsync(inside, ["link", "set", "lo", "up"], cancel);
        await RunAsync(inside, ["address", "add", $"{node.Address}/{Text(options.Network.PrefixLength)}", "dev", "eth0"], cancel);
        await RunAsync(inside, ["link", "set", "eth0", "up"], cancel);
        await RunAsync(inside, ["route", "add", "default", "via", AddressAt(options.Network, 1).ToString()], cancel);
    }

    private static IPAddress AddressAt(IPNetwork network, int index)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var (i, rest) = (bytes.Length - 1, index); rest > 0 && i >= 0; i--)
        {
            rest += bytes[i];
            bytes[i] = (byte)rest;
            rest >>= 8;
        }

        return new(bytes);
    }

    private static async Task RunAsync(HostCommand host, string[] arguments, CancellationToken cancel) =>
        Check(await host.RunAsync("ip", arguments, "", cancel), "ip " + string.Join(' ', arguments));

    private static void Check(CommandResult result, string what)
    {
        if (!result.IsOk) throw new InvalidOperationException($"{what}: {result.Error.Trim()}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
