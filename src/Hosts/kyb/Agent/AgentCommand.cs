using System.CommandLine;
using System.Net.Sockets;
using Kybernet.Client;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Up;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary><c>kyb agent</c>: this machine as a node of a cluster elsewhere, until it is told to stop.</summary>
internal static class AgentCommand
{
    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var flags = new AgentFlags();
        var command = new Command("agent", "Join this machine to a cluster and run it as a node. Needs root.");
        foreach (var option in flags.All) command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            if (flags.Options(parsed, version, out var wrong) is not { } options)
            {
                await streams.Error.WriteLineAsync($"error: {wrong}".AsMemory(), cancel);
                return 1;
            }

            using var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
            if (!parsed.GetValue(flags.Purge)) return await RunAsync(options, parsed.GetValue(flags.UntilInputEnds), streams, loggers, time, cancel);
            await AgentHost.PurgeAsync(options.Node, time, loggers);
            return 0;
        });
        return command;
    }

    private static async Task<int> RunAsync(
        AgentOptions options, bool untilInputEnds, InvocationConfiguration streams, ILoggerFactory loggers, TimeProvider time, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (untilInputEnds) _ = StopWithInputAsync(stop);
        var progress = new UpProgress(streams.Output, time);
        try
        {
            await using var agent = await AgentHost.StartAsync(options, progress.Say, time, loggers, stop.Token);
            progress.Say($"node {options.Node.NodeName} runs at {options.Node.Address}");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            progress.Say(options.IsEphemeral ? "stopped; nothing is left" : "stopped; its pods go on");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or SocketException
            or ApiException or HttpRequestException or FormatException)
        {
            await streams.Error.WriteLineAsync($"error: {e.Message}".AsMemory(), CancellationToken.None);
            return 1;
        }

        return 0;
    }

    /// <summary>
    /// Who started this process holds the other end of its input, and has it stopped by closing it; if it dies, however it does, the system
    /// closes it. Left alone at the end: reading cannot be interrupted, and ends with the process.
    /// </summary>
    private static async Task StopWithInputAsync(CancellationTokenSource stop)
    {
        await Task.Yield();
        await using var input = Console.OpenStandardInput();
        var nothing = new byte[1];
        while (await input.ReadAsync(nothing) > 0)
        {
        }

        try
        {
            await stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has stopped by itself.
        }
    }
}
