using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>A whole cluster in this process: control plane and a node.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan s_certificateLife = TimeSpan.FromDays(365);

    private readonly UpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private NodeHost? _node;
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
        if (_server is not null) await _server.DisposeAsync();
        if (_options.Keeps || _nodeOptions is null) return;
        await NodeHost.PurgeAsync(_nodeOptions, _time, _loggers, CancellationToken.None);
        foreach (var directory in (string[])[_options.StateDirectory, _options.DataDirectory])
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    private async Task StartAsync(Action<string> say, CancellationToken cancel)
    {
        var server = _server = await ServerHost.StartAsync(
            new()
            {
                DataDirectory = _options.DataDirectory,
                Listen = _options.Listen,
                Advertise = new(_options.Address, _options.Listen.Port),
                Store = "embedded",
                Version = _options.Version,
                ClusterCidrs = _options.ClusterCidrs,
                DnsAddress = _options.DnsAddress,
                Loggers = _loggers,
            },
            _time, cancel);
        say($"control plane ready at https://{server.Address}");

        _nodeOptions = new()
        {
            NodeName = _options.NodeName,
            Address = _options.Address,
            DataDirectory = Path.Combine(_options.DataDirectory, "node"),
            StateDirectory = _options.StateDirectory,
            ImageDirectory = _options.ImageDirectory,
            ClusterCidrs = _options.ClusterCidrs,
            DnsAddress = _options.DnsAddress,
            Version = _options.Version.GitVersion,
        };
        var serving = server.Authority.IssueServer($"system:node:{_options.NodeName}", [_options.NodeName], [_options.Address], s_certificateLife);
        var tls = new NodeTls(serving, server.Authority.Certificate);
        _node = await NodeHost.StartAsync(
            _nodeOptions, tls, NodeAccess.InProcess(server.Identities, _options.NodeName), _time, server.Seed, _loggers, cancel);
        await WaitUntilReadyAsync(server.Identities, cancel);
        say($"node {_options.NodeName} ready at {_options.Address}");
    }

    private async Task WaitUntilReadyAsync(Identities identities, CancellationToken cancel)
    {
        await foreach (var notice in identities.Administrator.WatchAsync<Node>("", "", cancel))
        {
            if (notice.Kind == WatchNoticeKind.Deleted || notice.Object.Metadata.Name != _options.NodeName) continue;
            if (notice.Object.Status.Conditions.Any(static one => one is { Type: "Ready", Status: "True" })) return;
        }
    }
}
