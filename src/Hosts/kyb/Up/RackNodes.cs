using System.Globalization;
using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.PodNetwork.Racks;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>The nodes of <c>kyb up --nodes N</c>: network namespaces on one switch, an agent in each.</summary>
internal sealed class RackNodes : IAsyncDisposable
{
    private readonly UpOptions _options;
    private readonly NodeRack _rack;
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<Task> _tellers = [];
    private bool _isStopping;

    private RackNodes(UpOptions options, NodeRack rack) => (_options, _rack) = (options, rack);

    /// <summary>Where nodes and pods reach the server.</summary>
    public IPAddress Gateway => _rack.Gateway;

    public IReadOnlyList<string> Names => [.. _nodes.Select(static node => node.Name)];

    /// <summary>Makes the switch and the namespaces, and nothing runs in them yet.</summary>
    public static async Task<RackNodes> CreateAsync(UpOptions options, CancellationToken cancel)
    {
        var rack = await NodeRack.CreateAsync(
            new()
            {
                // Namespaces are the machine's: two clusters have to have two names.
                Name = "kyb" + StateDirectories.MarkOf(options.DataDirectory, 4),
                Nodes = options.Nodes,
                Network = options.NodeNetwork,
                IsConnected = true,
            },
            cancel);
        return new(options, rack);
    }

    /// <summary>Starts the agents.</summary>
    /// <param name="port">Of the API server.</param>
    /// <param name="tokenFile">What they join with.</param>
    /// <param name="authorityFile">Who the server's certificate is from.</param>
    /// <param name="say">Told when one ends by itself.</param>
    /// <param name="time">Time.</param>
    public void Start(int port, string tokenFile, string authorityFile, Action<string> say, TimeProvider time)
    {
        for (var i = 0; i < _rack.Nodes.Count; i++)
        {
            var place = _rack.Nodes[i];
            var name = string.Create(CultureInfo.InvariantCulture, $"node{i + 1}");
            var data = Path.Combine(_options.DataDirectory, name);
            string[] placement = ["--node-name", name, "--node-ip", place.Address.ToString(), "--data-dir", data, "--cgroup-root", "/" + place.Name];
            var node = new NodeProcess(name, place, Path.Combine(_options.DataDirectory, name + ".log"), placement, time);
            _nodes.Add(node);
            string[] images = _options.ImageDirectory.Length > 0 ? ["--image-dir", _options.ImageDirectory] : [];
            var server = string.Create(CultureInfo.InvariantCulture, $"https://{Gateway}:{port}");
            node.Start(["--server", server, "--token-file", tokenFile, "--ca-file", authorityFile, .. images]);
            _tellers.Add(TellEndAsync(node, say));
        }
    }

    /// <summary>
    /// Lets the control plane reach a node's pods: webhooks, and proxies to pods and services. Another cluster of this machine may have the network;
    /// then it does not, and says so.
    /// </summary>
    public async Task ReachPodsAsync(Node node, Action<string> say, CancellationToken cancel)
    {
        var place = _rack.Nodes[_nodes.FindIndex(one => one.Name == node.Metadata.Name)];
        foreach (var network in node.Spec.PodCIDRs.ToArray())
        {
            if (!IPNetwork.TryParse(network, out var pods) || pods.BaseAddress.AddressFamily != place.Address.AddressFamily) continue;
            try
            {
                await _rack.RouteAsync(pods, place.Address, cancel);
            }
            catch (InvalidOperationException e)
            {
                say($"the control plane cannot reach pods of {node.Metadata.Name}, so no webhooks in them: {e.Message}");
            }
        }
    }

    /// <summary>Completes, with the failure, when one of the agents ends.</summary>
    public async Task FirstEndAsync()
    {
        var ended = await Task.WhenAny(_nodes.Select(static async node =>
        {
            await node.Ended;
            return node;
        }));
        var node = await ended;
        var log = File.Exists(node.LogFile) ? string.Join('\n', File.ReadLines(node.LogFile).TakeLast(5)) : "";
        throw new IOException($"node {node.Name} did not start:\n{log}");
    }

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        try
        {
            await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));
            await Task.WhenAll(_tellers);
        }
        finally
        {
            await _rack.DisposeAsync();
        }
    }

    private async Task TellEndAsync(NodeProcess node, Action<string> say)
    {
        await node.Ended;
        if (!_isStopping) say($"node {node.Name} ended; its log: {node.LogFile}");
    }
}
