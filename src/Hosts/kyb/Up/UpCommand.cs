using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary><c>kyb up</c>: a whole cluster in this terminal, gone without a trace when it ends.</summary>
internal static class UpCommand
{
    private const string DirectoryName = "kybernet";

    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var dataDir = new Option<string>("--data-dir")
        {
            Description = "Where the cluster is on disk; removed when it ends, unless --keep.",
            DefaultValueFactory = _ => Path.Combine("/var/lib", DirectoryName),
        };
        var port = new Option<int>("--secure-port") { Description = "The port of the API.", DefaultValueFactory = _ => 6443 };
        var address = new Option<string>("--node-ip") { Description = "The node's address; by default the first of the machine that is not loopback." };
        var node = new Option<string>("--node-name")
        {
            Description = "The node's name.",
            DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
        };
        var images = new Option<string>("--image-dir")
        {
            Description = "Archives of images (OCI or docker) that pods can use at once.",
            DefaultValueFactory = _ => "",
        };
        var keep = new Option<bool>("--keep") { Description = "Leave the cluster on disk when it ends; the next kyb up goes on with it." };
        var nodes = new Option<int>("--nodes") { Description = "So many nodes in network namespaces of this machine, in place of the machine itself." };
        var network = new Option<string>("--node-network") { Description = "The nodes' network, with --nodes.", DefaultValueFactory = _ => "172.30.0.0/24" };
        var command = new Command("up", "Run a whole cluster in this terminal. Needs root.") { dataDir, port, address, node, images, keep, nodes, network };
        command.SetAction(async (parsed, cancel) =>
        {
            var given = parsed.GetValue(address);
            IPAddress? bound = null;
            if (given is not null && !IPAddress.TryParse(given, out bound)) return await FailAsync(parsed, $"--node-ip {given} is no IP address");
            if (!Environment.IsPrivilegedProcess)
                return await FailAsync(parsed, "kyb up starts containers and needs root; kyb server runs the control plane alone");
            if (!IPNetwork.TryParse(parsed.GetValue(network)!, out var rack))
                return await FailAsync(parsed, $"--node-network {parsed.GetValue(network)} is no network like 172.30.0.0/24");
            if (parsed.GetValue(nodes) is var count && (count is < 0 or > 100 || (count > 0 && parsed.GetValue(keep))))
                return await FailAsync(parsed, "--nodes takes up to 100 and no --keep");
            if ((bound ?? MachineAddress.First() ?? (count > 0 ? IPAddress.Loopback : null)) is not { } own)
                return await FailAsync(parsed, "this machine has no address but loopback; give one with --node-ip");
            var data = Path.GetFullPath(parsed.GetValue(dataDir)!);
            var options = new UpOptions
            {
                DataDirectory = data,
                StateDirectory = StateDirectories.Of(data),
                Listen = new(IPAddress.Any, parsed.GetValue(port)),
                Address = own,
                NodeName = parsed.GetValue(node)!,
                Nodes = count,
                NodeNetwork = rack,
                ImageDirectory = parsed.GetValue(images) is { Length: > 0 } directory ? Path.GetFullPath(directory) : "",
                Keeps = parsed.GetValue(keep),
                Version = version,
            };
            return await RunAsync(options, parsed.InvocationConfiguration, time, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, InvocationConfiguration streams, TimeProvider time, CancellationToken cancel)
    {
        using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
        var progress = new UpProgress(streams.Output, time);
        try
        {
            await using var cluster = await Cluster.StartAsync(options, progress.Say, time, loggers, cancel);
            progress.Usage(cluster.KubeconfigFile);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            progress.Say(options.Keeps ? "stopped; its pods go on" : "stopped; nothing is left");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or SocketException)
        {
            await streams.Error.WriteLineAsync($"error: {e.Message}".AsMemory(), CancellationToken.None);
            return 1;
        }

        return 0;
    }

    private static async Task<int> FailAsync(ParseResult parsed, string problem)
    {
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"error: {problem}");
        return 1;
    }
}
