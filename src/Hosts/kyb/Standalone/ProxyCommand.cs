using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using Kybernet.Client.Informers;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Proxy;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary><c>kyb proxy</c>: the service proxy of a node in a process of its own. Upstream: <c>kube-proxy</c>.</summary>
internal static class ProxyCommand
{
    public static Command Create(TimeProvider time)
    {
        var name = new Option<string>("--hostname-override")
        {
            Description = "The node's name.",
            DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
        };
        var cidr = new Option<string>("--cluster-cidr") { Description = "Pods' addresses.", DefaultValueFactory = _ => "" };
        var health = new Option<string>("--healthz-bind-address") { Description = "Where it tells its health.", DefaultValueFactory = _ => "0.0.0.0:10256" };
        var metrics = new Option<string>("--metrics-bind-address")
        {
            Description = "Where it tells its metrics.",
            DefaultValueFactory = _ => "127.0.0.1:10249",
        };
        var cleanup = new Option<bool>("--cleanup") { Description = "Remove all rules of a proxy, and end." };
        var connection = new ConnectionFlags();
        var command = new Command("proxy", "Run the service proxy. Needs root.") { name, cidr, health, metrics, cleanup };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            if (!parsed.GetValue(cleanup)) return await connection.RunAsync(parsed, time, connected => RunAsync(parsed, connected, Options(parsed)), cancel);
            await ProxyService.CleanUpAsync("", cancel);
            return 0;

            async Task RunAsync(ParseResult of, Connected connected, ProxyOptions options)
            {
                using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
                var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
                await using var informers = new SharedInformers(connected.Transport, connected.Names, time, seed, loggers);
                await using var proxy = new ProxyService(informers, options, time, loggers);
                await proxy.StartAsync(cancel);
                await of.InvocationConfiguration.Output.WriteLineAsync("kyb proxy: runs");
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
            }
        });
        return command;

        ProxyOptions Options(ParseResult parsed) => new()
        {
            NodeName = parsed.GetValue(name)!,
            ClusterCidrs = parsed.GetValue(cidr)!.Split(',', StringSplitOptions.RemoveEmptyEntries),
            HealthzAddress = IPEndPoint.Parse(parsed.GetValue(health)!),
            MetricsAddress = IPEndPoint.Parse(parsed.GetValue(metrics)!),
        };
    }
}
