using System.Net.WebSockets;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Resources;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.WebSockets;

namespace Kybernet.Cli.Commands.Exec;

/// <summary><c>exec</c>, over a WebSocket. Upstream: kubectl/pkg/cmd/exec.</summary>
internal static class ExecCommand
{
    private const int BufferSize = 32 * 1024;

    public static Verb Create() => new("exec", "Execute a command in a container")
    {
        Usage = "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...]",
        Flags = static flags => flags.Bool("stdin", 'i').Bool("tty", 't').Text("container", 'c').Bool("quiet", 'q').Duration("pod-running-timeout", "1m0s")
            .List("filename", 'f'),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments.Count == 0) throw new UsageException("pod, type/name or --filename must be specified");
        if (run.Flags.Dash != 1 && run.Arguments.Count > 1 && run.Flags.Dash < 0)
        {
            throw new CliException(
                $"exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\nSee '{run.Path} -h' for help and examples");
        }

        var command = run.Arguments.Skip(1).ToList();
        if (command.Count == 0) throw new CliException("you must specify at least one command for the container");
        var pod = await PodsOf.OneAsync(run, await TargetArguments.OneAsync(run, [run.Arguments[0]], "pods", cancel), cancel);
        if (pod.Text("status", "phase") is "Succeeded" or "Failed")
            throw new CliException($"cannot exec into a container in a completed pod; current phase is {pod.Text("status", "phase")}");
        var container = PodsOf.Container(run, pod, run.Flags["container"]);
        var streams = new RemoteStreams(run.Flags.Is("stdin"), true, !run.Flags.Is("tty"), run.Flags.Is("tty"));
        var query = new List<(string, string)> { ("container", container), ("stdout", "true") };
        if (streams.Stdin) query.Add(("stdin", "true"));
        if (streams.HasStderr) query.Add(("stderr", "true"));
        if (streams.Tty) query.Add(("tty", "true"));
        query.AddRange(command.Select(static word => ("command", word)));
        var path = ResourcePath.With($"/api/v1/namespaces/{pod.Space()}/pods/{pod.Name()}/exec", [.. query]);
        var transport = await run.Cluster.TransportAsync(cancel);
        try
        {
            await using var socket = new ChannelSocket(await transport.ConnectAsync(path, [StreamProtocols.V5, StreamProtocols.V4], cancel));
            return await JoinAsync(run, socket, streams, cancel);
        }
        catch (WebSocketException e)
        {
            throw new CliException($"unable to upgrade connection: {e.Message}");
        }
    }

    /// <summary>Copies until the server says how the command ended.</summary>
    /// <returns>The command's exit code.</returns>
    private static async Task<int> JoinAsync(Invocation run, ChannelSocket socket, RemoteStreams streams, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var output = run.Options.Output();
        await using var error = run.Options.Error();
        // Reading standard input cannot be given up once begun; the process ends without it.
        if (streams.Stdin) _ = SendAsync(run, socket, over.Token);
        using var status = new MemoryStream();
        var buffer = new byte[BufferSize];
        while (await socket.ReceiveAsync(buffer, cancel) is { } piece)
        {
            switch (piece.Channel)
            {
                case StreamChannel.Stdout:
                    await output.WriteAsync(piece.Data, cancel);
                    await output.FlushAsync(cancel);
                    break;
                case StreamChannel.Stderr:
                    await error.WriteAsync(piece.Data, cancel);
                    await error.FlushAsync(cancel);
                    break;
                case StreamChannel.Error:
                    await status.WriteAsync(piece.Data, cancel);
                    break;
            }
        }

        await over.CancelAsync();
        return End(status.ToArray());
    }

    private static async Task SendAsync(Invocation run, ChannelSocket socket, CancellationToken cancel)
    {
        try
        {
            await using var input = run.Options.Input();
            var buffer = new byte[BufferSize];
            int read;
            while ((read = await input.ReadAsync(buffer, cancel)) > 0) await socket.SendAsync(StreamChannel.Stdin, buffer.AsMemory(0, read), cancel);
            await socket.SendAsync(StreamChannel.Close, new byte[] { StreamChannel.Stdin }, cancel);
        }
        catch (Exception e) when (e is WebSocketException || DuplexCopy.IsEnd(e))
        {
        }
    }

    private static int End(byte[] bytes)
    {
        if (bytes.Length == 0) return 0;
        var status = ApiRequests.Read(bytes);
        if (status.Text("status") == "Success") return 0;
        if (status.Text("reason") != "NonZeroExitCode") throw new CliException(status.Text("message"));
        var code = status.At("details", "causes").Items.FirstOrDefault(static cause => cause.Text("reason") == "ExitCode").Text("message");
        var isNumber = int.TryParse(code, System.Globalization.CultureInfo.InvariantCulture, out var exit);
        throw new CliException($"command terminated with exit code {code}") { IsBare = true, ExitCode = isNumber ? exit : 1 };
    }
}
