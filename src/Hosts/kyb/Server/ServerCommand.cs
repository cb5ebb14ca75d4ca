using System.CommandLine;
using System.Globalization;
using System.Net;
using Kybernet.Hosts.Kyb.Server.Flags;

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
        var services = new Option<string>("--service-cluster-ip-range")
        { Description = "Networks of services, one for each address family.", DefaultValueFactory = _ => "10.96.0.0/12" };
        var pods = new Option<string>("--cluster-cidr") { Description = "Networks of pods.", DefaultValueFactory = _ => "10.244.0.0/16" };
        var (authentication, access, records) = (new AuthenticationFlags(), new AccessFlags(), new RecordFlags());
        var command = new Command("server", "Run the control plane.") { dataDir, address, port, store, etcd, disable, services, pods };
        foreach (var option in (Option[])[.. authentication.All, .. access.All, .. records.All]) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            if (!IPAddress.TryParse(parsed.GetValue(address), out var bind))
            {
                await streams.Error.WriteLineAsync($"error: --bind-address {parsed.GetValue(address)} is no IP address".AsMemory(), cancel);
                return 1;
            }

            if (Check(parsed.GetValue(services)!, services.Name) is { } wrong)
            {
                await streams.Error.WriteLineAsync($"error: {wrong}".AsMemory(), cancel);
                return 1;
            }

            var options = new ServerOptions
            {
                DataDirectory = parsed.GetValue(dataDir)!.FullName,
                Listen = new(bind, parsed.GetValue(port)),
                Store = parsed.GetValue(store)!,
                EtcdServers = (parsed.GetValue(etcd) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                Version = version,
                ServiceCidrs = [.. AccessFlags.Names(parsed.GetValue(services))],
                ClusterCidrs = [.. AccessFlags.Names(parsed.GetValue(pods))],
                ReloadedEncryptionFile = records.ReloadedFile(parsed),
                ApiServer = plain => records.Apply(parsed, access.Apply(parsed, authentication.Apply(parsed, plain, time), time)),
                Disabled = parsed.GetValue(disable)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
            return await RunAsync(options, streams.Output, streams.Error, time, cancel);
        });
        return command;
    }

    /// <summary>The server's certificate needs a service address before the API server looks at the flag.</summary>
    private static string? Check(string cidrs, string flag) =>
        AccessFlags.Names(cidrs) is { IsEmpty: false } names && names.All(static name => IPNetwork.TryParse(name, out _))
            ? null
            : $"{flag} {cidrs}: networks like 10.96.0.0/12 are needed";

    private static async Task<int> RunAsync(ServerOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var started = time.GetTimestamp();
            await using var server = await ServerHost.StartAsync(options, time, cancel);
            var took = time.GetElapsedTime(started).TotalMilliseconds;
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture,
                    $"kyb server: ready at https://{server.Address} after {took:0} ms; kubeconfig: {server.KubeconfigFile}").AsMemory(), cancel);
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
