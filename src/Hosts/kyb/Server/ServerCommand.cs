using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary><c>kyb server</c>: the control plane in this process, until it is told to stop.</summary>
public static class ServerCommand
{
    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var dataDir = new Option<DirectoryInfo>("--data-dir") { Description = "Where the cluster's state, keys and admin.kubeconfig are.", Required = true };
        var address = new Option<string>("--bind-address") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--secure-port") { Description = "The port to listen on; 0 takes a free one.", DefaultValueFactory = _ => 6443 };
        var store = new Option<string>("--store") { Description = "embedded, memory or etcd.", DefaultValueFactory = _ => "embedded" };
        var etcd = new Option<string>("--etcd-servers") { Description = "Comma separated URLs of an etcd cluster, with --store etcd." };
        var disable = new Option<string>("--disable") { Description = "Comma separated: scheduler, controllers.", DefaultValueFactory = _ => "" };
        var advertise = new Option<string>("--advertise-address") { Description = "Where nodes and pods reach the server; by default where it listens." };
        var command = new Command("server", "Run the control plane.") { dataDir, address, port, store, etcd, disable, advertise };
        command.SetAction(async (parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            if (!IPAddress.TryParse(parsed.GetValue(address), out var bind))
            {
                await streams.Error.WriteLineAsync($"error: --bind-address {parsed.GetValue(address)} is no IP address".AsMemory(), cancel);
                return 1;
            }

            IPAddress? reached = null;
            if (parsed.GetValue(advertise) is { } given && !IPAddress.TryParse(given, out reached))
            {
                await streams.Error.WriteLineAsync($"error: --advertise-address {given} is no IP address".AsMemory(), cancel);
                return 1;
            }

            var options = new ServerOptions
            {
                DataDirectory = parsed.GetValue(dataDir)!.FullName,
                Listen = new(bind, parsed.GetValue(port)),
                Advertise = reached is null ? null : new(reached, parsed.GetValue(port)),
                Store = parsed.GetValue(store)!,
                EtcdServers = (parsed.GetValue(etcd) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                Version = version,
                Disabled = parsed.GetValue(disable)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
            return await RunAsync(options, streams.Output, streams.Error, time, cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var started = time.GetTimestamp();
            await using var server = await ServerHost.StartAsync(options, time, cancel);
            var took = time.GetElapsedTime(started).TotalMilliseconds;
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture,
                    $"kyb server: ready at https://{server.Address} after {took:0} ms; kubeconfig: {server.KubeconfigFile}; " +
                    $"nodes join with: {server.JoinLine}").AsMemory(), cancel);
            await output.FlushAsync(cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await error.WriteLineAsync($"error: {e.Message}".AsMemory(), CancellationToken.None);
            return 1;
        }

        return 0;
    }
}
