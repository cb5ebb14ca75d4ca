using System.CommandLine;
using System.Globalization;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary><c>kyb server</c>: the control plane in this process, until it is told to stop.</summary>
public static class ServerCommand
{
    public static Command Create(VersionFacts version, TimeProvider time)
    {
        var flags = new ServerFlags();
        var command = new Command("server", "Run the control plane.");
        flags.AddTo(command);
        command.SetAction((parsed, cancel) =>
            RunAsync(() => flags.Options(parsed, version), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, time, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Func<ServerOptions> options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            var started = time.GetTimestamp();
            await using var server = await ServerHost.StartAsync(options(), time, cancel);
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
