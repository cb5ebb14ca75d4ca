using System.Net.Sockets;
using System.Security.Cryptography;
using Kybernet.Hosts.Kyb.Nodes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>A node whose cluster is elsewhere: joins, runs, and stops.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly AgentOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ServerDoor _door;
    private NodeHost? _node;

    private AgentHost(AgentOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time, _loggers) = (options, time, loggers);
        _door = new(options.Server, time);
    }

    /// <param name="options">How.</param>
    /// <param name="say">Told of each step.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<AgentHost> StartAsync(
        AgentOptions options, Action<string> say, TimeProvider time, ILoggerFactory loggers, CancellationToken cancel)
    {
        var agent = new AgentHost(options, time, loggers);
        try
        {
            await agent.StartAsync(say, cancel);
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pods go on, unless the node is ephemeral.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _door.Dispose();
        if (_options.IsEphemeral) await PurgeAsync(_options.Node, _time, _loggers);
    }

    /// <summary>Removes all that a node which does not run has on this machine.</summary>
    public static async Task PurgeAsync(NodeHostOptions node, TimeProvider time, ILoggerFactory loggers)
    {
        await NodeHost.PurgeAsync(node, time, loggers, CancellationToken.None);
        foreach (var directory in (string[])[node.StateDirectory, node.DataDirectory])
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        RemoveCgroup(node.CgroupRoot);
    }

    /// <summary>The one the node's cgroups were in, in each hierarchy, where nothing else is in it.</summary>
    private static void RemoveCgroup(string root)
    {
        const string Mount = "/sys/fs/cgroup";
        if (root.Trim('/') is not { Length: > 0 } name || !Directory.Exists(Mount)) return;
        foreach (var hierarchy in Directory.EnumerateDirectories(Mount).Select(one => Path.Combine(one, name)).Append(Path.Combine(Mount, name)))
        {
            if (!Directory.Exists(hierarchy) || Directory.EnumerateDirectories(hierarchy).Any()) continue;
            // Its files cannot be removed and go with it.
            Directory.Delete(hierarchy);
        }
    }

    private async Task StartAsync(Action<string> say, CancellationToken cancel)
    {
        Directory.CreateDirectory(_options.Node.DataDirectory);
        var joined = await JoinAsync(say, cancel);
        say($"joined {_options.Server} as {_options.Node.NodeName}");
        var node = _options.Node with { ClusterCidrs = joined.Facts.ClusterCidrs, DnsAddress = joined.Facts.DnsAddress };
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        _node = await NodeHost.StartAsync(node, joined.Tls, joined.Access, _time, seed, _loggers, cancel);
    }

    /// <summary>A server that cannot be reached yet is waited for.</summary>
    private async Task<JoinedNode> JoinAsync(Action<string> say, CancellationToken cancel)
    {
        var join = new NodeJoin(_options, _door, new(_options.CredentialsDirectory, _time), _time);
        var told = "";
        while (true)
        {
            try
            {
                return await join.RunAsync(cancel);
            }
            catch (Exception e) when (e is HttpRequestException { StatusCode: null } or TimeoutException or SocketException)
            {
                if (told != e.Message) say($"waiting for {_options.Server}: {told = e.Message}");
                await Task.Delay(s_pause, _time, cancel);
            }
        }
    }
}
