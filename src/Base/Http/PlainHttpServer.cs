using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kybernet.Base.Http;

/// <summary>
/// Answers GETs of health checks and metrics on a port of its own: a path in, an answer out, and the connection is closed. For probes and
/// scrapers only; it needs no web server, so a node with hundreds of health-check ports stays small.
/// </summary>
/// <remarks>At most 64 connections at once, 8 KiB of request, 10 s each; what is beyond is closed.</remarks>
public sealed class PlainHttpServer : IAsyncDisposable
{
    private const int LargestRequest = 8 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener;
    private readonly Func<string, PlainAnswer> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _slots = new(64);
    private readonly Task _running;

    private PlainHttpServer(TcpListener listener, Func<string, PlainAnswer> answer)
    {
        _listener = listener;
        _answer = answer;
        _running = AcceptAsync(_stop.Token);
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <param name="listen">Where; port 0 takes a free one.</param>
    /// <param name="answer">The answer for a path without its query.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static PlainHttpServer Start(IPEndPoint listen, Func<string, PlainAnswer> answer)
    {
        var listener = new TcpListener(listen);
        if (listen.AddressFamily == AddressFamily.InterNetworkV6 && listen.Address.Equals(IPAddress.IPv6Any)) listener.Server.DualMode = true;
        listener.Start();
        return new(listener, answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
        _slots.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        var open = new HashSet<Task>();
        try
        {
            while (true)
            {
                await _slots.WaitAsync(cancel);
                open.RemoveWhere(static task => task.IsCompleted);
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(cancel), cancel));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancel)
    {
        using (client)
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            limit.CancelAfter(s_patience);
            try
            {
                var stream = client.GetStream();
                if (await ReadPathAsync(stream, limit.Token) is { } path) await WriteAsync(stream, _answer(path), limit.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // A client that went away or is too slow gets nothing.
            }
            finally
            {
                if (!cancel.IsCancellationRequested) _slots.Release();
            }
        }
    }

    private static async Task<string?> ReadPathAsync(NetworkStream stream, CancellationToken cancel)
    {
        var buffer = new byte[LargestRequest];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            if (length == buffer.Length) return null;
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0) return null;
            length += read;
        }

        var words = Encoding.ASCII.GetString(buffer, 0, buffer.AsSpan().IndexOf("\r\n"u8)).Split(' ');
        return words.Length == 3 ? words[1].Split('?')[0] : null;
    }

    private static async Task WriteAsync(NetworkStream stream, PlainAnswer answer, CancellationToken cancel)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} {(HttpStatusCode)answer.Status}\r\nContent-Type: {answer.ContentType}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\nConnection: close\r\n");
        foreach (var header in answer.Headers) head.Append(header).Append("\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), cancel);
        await stream.WriteAsync(answer.Body, cancel);
    }
}
