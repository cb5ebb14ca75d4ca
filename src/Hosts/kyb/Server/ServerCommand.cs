using System.CommandLine;
using System.Globalization;
using Kybernet.Hosts.Kyb.Server.Flags;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary><c>kyb server</c>: the control plane in this process, until it is told to stop.</summary>
public static class ServerCommand
{
    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var flags = new ServerFlags();
        var command = new Command("server", "Run the control plane.");
        foreach (var flag in flags.All) command.Add(flag);
        command.SetAction(async (parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            try
            {
                return await RunAsync(flags.Of(parsed, version, time), streams.Output, time, cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                await streams.Error.WriteLineAsync($"error: {e.Message}".AsMemory(), CancellationToken.None);
                return 1;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(ServerOptions options, TextWriter output, TimeProvider time, CancellationToken cancel)
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

        return 0;
    }
}
