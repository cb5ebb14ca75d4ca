using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.Spdy;

namespace Kybernet.Cli.Commands.PortForward;

/// <summary>The connections that are being forwarded: two streams each, one for data and one for what goes wrong.</summary>
internal sealed class ForwardedConnections(Invocation run, SpdyConnection connection, CancellationToken cancel)
{
    private const int BufferSize = 32 * 1024;

    private readonly ConcurrentDictionary<int, Task> _running = new();
    private int _last = -1;

    /// <summary>Begins to forward; the connection is closed at its end.</summary>
    public void Take(Socket socket, int local, ushort remote)
    {
        var id = Interlocked.Increment(ref _last);
        run.Line($"Handling connection for {local}");
        _running[id] = ForwardAsync(socket, id, local, remote);
    }

    /// <summary>Ends with the last of them.</summary>
    public Task EndAsync() => Task.WhenAll(_running.Values);

    private async Task ForwardAsync(Socket socket, int id, int local, ushort remote)
    {
        await Task.Yield();
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var error = await OpenAsync("error", id, remote);
            await error.CloseAsync(cancel);
            var data = await OpenAsync("data", id, remote);
            var problem = ReadAsync(error.Input);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var sending = SendAsync(stream, data, over.Token);
            await ReceiveAsync(data.Input, stream);
            await over.CancelAsync();
            await sending;
            if (await problem is { Length: > 0 } text) run.Warn($"error: an error occurred forwarding {local} -> {remote}: {text}");
        }
        catch (Exception e) when (DuplexCopy.IsEnd(e))
        {
            // The pod, the caller or the user is gone; which of them, the connection's end tells.
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private ValueTask<SpdyStream> OpenAsync(string type, int id, ushort remote) => connection.OpenAsync(
        cancel, KeyValuePair.Create(StreamProtocols.StreamType, type), KeyValuePair.Create("port", remote.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create("requestid", id.ToString(CultureInfo.InvariantCulture)));

    private static async Task SendAsync(NetworkStream from, SpdyStream to, CancellationToken over)
    {
        try
        {
            var buffer = new byte[BufferSize];
            while (await from.ReadAsync(buffer, over) is > 0 and var read) await to.WriteAsync(buffer.AsMemory(0, read), over);
            await to.CloseAsync(over);
        }
        catch (Exception e) when (DuplexCopy.IsEnd(e))
        {
        }
    }

    private async Task ReceiveAsync(PipeReader from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to, cancel);
        }
        catch (Exception e) when (DuplexCopy.IsEnd(e))
        {
        }
    }

    private async Task<string> ReadAsync(PipeReader input)
    {
        using var bytes = new MemoryStream();
        try
        {
            await input.CopyToAsync(bytes, cancel);
        }
        catch (Exception e) when (DuplexCopy.IsEnd(e))
        {
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
