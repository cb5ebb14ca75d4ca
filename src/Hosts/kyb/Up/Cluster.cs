using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>A whole cluster in this process: control plane and a node, or a rack of nodes.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan s_certificateLife = TimeSpan.FromDays(365);

    private readonly UpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private NodeHost? _node;
    private RackNodes? _rack;
    private NodeHostOptions? _nodeOptions;
    private ServerHost? _server;

    private Cluster(UpOptions options, TimeProvider time, ILoggerFactory loggers) => (_options, _time, _loggers) = (options, time, loggers);

    public string KubeconfigFile => _server!.KubeconfigFile;

    /// <summary>Starts everything; ready when the node is.</summary>
    /// <param name="options">How.</param>
    /// <param name="say">Told of each step as it is done.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancel">Gives up; what was started is stopped again.</param>
    public static async Task<Cluster> StartAsync(
        UpOptions options, Action<string> say, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        var cluster = new Cluster(options, time, loggers);
        try
        {
            await cluster.StartAsync(say, cancel);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops everything; pods and files go too, unless the cluster is to be kept.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        if (_rack is not null) await _rack.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        if (_options.Keeps || (_nodeOptions is null && _rack is null)) return;
        if (_nodeOptions is not null) await NodeHost.PurgeAsync(_nodeOptions, _time, _loggers, CancellationToken.None);
        foreach (var directory in (string[])[_options.StateDirectory, _options.DataDirectory])
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    private async Task StartAsync(Action<string> say, CancellationToken cancel)
    {
        if (_options.Nodes > 0) _rack = await RackNodes.CreateAsync(_options, cancel);
        var server = _server = await ServerHost.StartAsync(
            new()
            {
                DataDirectory = _options.DataDirectory,
                Listen = _options.Listen,
                Advertise = new(_rack?.Gateway ?? _options.Address, _options.Listen.Port),
                Store = "embedded",
                Version = _options.Version,
                ClusterCidrs = _options.ClusterCidrs,
                DnsAddress = _options.DnsAddress,
                Loggers = _loggers,
            },
            _time, cancel);
        say($"control plane ready at https://{server.Address}");
        if (_rack is null) await StartNodeAsync(server, say, cancel);
        else await StartRackAsync(_rack, server, say, cancel);
    }

    private async Task StartRackAsync(RackNodes rack, ServerHost server, Action<string> say, CancellationToken cancel)
    {
        rack.Start(_options.Listen.Port, server.TokenFile, server.AuthorityFile, say, _time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var ready = WaitUntilReadyAsync(
            server.Identities, rack.Names, say, node => rack.ReachPodsAsync(node, say, over.Token), over.Token);
        try
        {
            await await Task.WhenAny(ready, rack.FirstEndAsync());
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task StartNodeAsync(ServerHost server, Action<string> say, CancellationToken cancel)
    {
        _nodeOptions = new()
        {
            NodeName = _options.NodeName,
            Address = _options.Address,
            DataDirectory = Path.Combine(_options.DataDirectory, "node"),
            StateDirectory = _options.StateDirectory,
            ImageDirectory = _options.ImageDirectory,
            ClusterCidrs = _options.ClusterCidrs,
            DnsAddress = _options.DnsAddress,
            // Cgroups are the machine's: two clusters have to have two roots.
            CgroupRoot = "/kyb" + StateDirectories.MarkOf(_options.DataDirectory, 8),
            Version = _options.Version.GitVersion,
        };
        var serving = server.Authority.IssueServer($"system:node:{_options.NodeName}", [_options.NodeName], [_options.Address], s_certificateLife);
        var tls = new NodeTls(serving, server.Authority.Certificate);
        _node = await NodeHost.StartAsync(
            _nodeOptions, tls, NodeAccess.InProcess(server.Identities, _options.NodeName), _time, server.Seed, _loggers, cancel);
        await WaitUntilReadyAsync(server.Identities, [_options.NodeName], say, static _ => Task.CompletedTask, cancel);
    }

    private static async Task WaitUntilReadyAsync(
        Identities identities, IReadOnlyList<string> names, Action<string> say, Func<Node, Task> connect, CancellationToken cancel)
    {
        var missing = names.ToHashSet();
        await foreach (var notice in identities.Administrator.WatchAsync<Node>("", "", cancel))
        {
            if (notice.Kind == WatchNoticeKind.Deleted || !missing.Contains(notice.Object.Metadata.Name)) continue;
            if (!notice.Object.Status.Conditions.Any(static one => one is { Type: "Ready", Status: "True" })) continue;
            missing.Remove(notice.Object.Metadata.Name);
            await connect(notice.Object);
            var address = notice.Object.Status.Addresses.FirstOrDefault(static one => one.Type == "InternalIP")?.Address;
            say($"node {notice.Object.Metadata.Name} ready at {address}");
            if (missing.Count == 0) return;
        }
    }
}
