using System.Net;
using System.Net.WebSockets;
using Kybernet.Client.Streams.Spdy;
using Kybernet.Client.Streams.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>
/// Serves exec and attach to clients that speak <see cref="StreamProtocols.V5"/> over a WebSocket, from a backend that speaks SPDY: it is
/// the SPDY client. Upstream: <c>streamtranslator.go</c> in <c>apiserver/pkg/util/proxy</c>.
/// </summary>
public sealed class StreamTranslator(HttpMessageInvoker backend, Uri location, RemoteStreams streams)
{
    private const int BufferSize = 64 * 1024;

    // Upstream: writeErrorDeadline.
    private static readonly TimeSpan StatusPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    /// <summary>The client wants what this translates.</summary>
    public static bool IsFor(HttpRequest request) => WebSocketHandshake.Offers(request, StreamProtocols.V5);

    /// <summary>Serves the request to its end. Every failure after the handshake is a Status on the error channel.</summary>
    public async Task ServeAsync(HttpContext http, CancellationToken cancel)
    {
        if (await WebSocketHandshake.AcceptAsync(http, StreamProtocols.V5) is not { } socket) return;
        await using var client = new ChannelSocket(socket);
        try
        {
            // Tells the client that the connection stands.
            var first = streams.Stdout ? StreamChannel.Stdout : streams.Stderr ? StreamChannel.Stderr : StreamChannel.Error;
            await client.SendAsync(first, ReadOnlyMemory<byte>.Empty, cancel);
            if (await RunAsync(client, cancel) is not { } failure) return;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            await FinishAsync(client, failure, InputAsync(client, null, null, over.Token), over);
        }
        catch (Exception e) when (e is WebSocketException || DuplexCopy.IsEnd(e))
        {
            // The client is gone.
        }
    }

    /// <summary>The Status to send where there were no streams; null after streaming.</summary>
    private async Task<byte[]?> RunAsync(ChannelSocket client, CancellationToken cancel)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await BackendCall.UpgradeToSpdyAsync(backend, location, [StreamProtocols.V4], cancel);
        }
        catch (HttpRequestException e)
        {
            return CommandStatus.InternalError($"error dialing backend: {e.Message}");
        }

        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
                return CommandStatus.OfRefusal(await BackendCall.ReadErrorAsync(answer, cancel));
            await using var spdy = new SpdyConnection(await answer.Content.ReadAsStreamAsync(cancel));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var receiving = spdy.RunAsync(over.Token);
            try
            {
                await StreamAsync(client, spdy, over.Token);
                return null;
            }
            catch (IOException e)
            {
                return CommandStatus.InternalError(e.Message);
            }
            finally
            {
                await over.CancelAsync();
                await receiving;
            }
        }
    }

    private async Task StreamAsync(ChannelSocket client, SpdyConnection spdy, CancellationToken cancel)
    {
        var error = await OpenAsync(spdy, "error", cancel);
        var stdin = streams.Stdin ? await OpenAsync(spdy, "stdin", cancel) : null;
        var stdout = streams.Stdout ? await OpenAsync(spdy, "stdout", cancel) : null;
        var stderr = streams.HasStderr ? await OpenAsync(spdy, "stderr", cancel) : null;
        var resize = streams.Tty ? await OpenAsync(spdy, "resize", cancel) : null;

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var input = QuietAsync(InputAsync(client, stdin, resize, over.Token));
        var closing = QuietAsync(EndWithPeerAsync(stdin, over.Token));
        var result = CommandStatus.ReadAsync(error.Input, over.Token);
        var output = Task.WhenAll(
            OutputAsync(client, StreamChannel.Stdout, stdout, over.Token), OutputAsync(client, StreamChannel.Stderr, stderr, over.Token));
        var ended = Task.WhenAll(output, result);
        await Task.WhenAny(ended, input);
        try
        {
            // The command is over, or nobody listens any more.
            if (ended.IsCompletedSuccessfully) await FinishAsync(client, await result, input, over);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(input, closing, QuietAsync(ended));
        }
    }

    /// <summary>
    /// Sends the result and closes. What the client still sends is read until it closes too: a connection with unread input is reset, and
    /// the result could be lost. Reading is cancelled last, because that ends a WebSocket at once.
    /// </summary>
    private static async Task FinishAsync(ChannelSocket client, byte[] result, Task input, CancellationTokenSource over)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        limit.CancelAfter(StatusPatience);
        await client.SendAsync(StreamChannel.Error, result, limit.Token);
        await client.CloseAsync(limit.Token);
        over.CancelAfter(ClosePatience);
        await QuietAsync(input);
    }

    private static ValueTask<SpdyStream> OpenAsync(SpdyConnection spdy, string type, CancellationToken cancel) =>
        spdy.OpenAsync(cancel, new KeyValuePair<string, string>(StreamProtocols.StreamType, type));

    private static async Task InputAsync(ChannelSocket client, SpdyStream? stdin, SpdyStream? resize, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        while (await client.ReceiveAsync(buffer, cancel) is { } piece)
        {
            if (piece.Channel == StreamChannel.Stdin && stdin is not null) await stdin.WriteAsync(piece.Data, cancel);
            else if (piece.Channel == StreamChannel.Resize && resize is not null) await resize.WriteAsync(piece.Data, cancel);
            else if (piece.Channel == StreamChannel.Close && stdin is not null && !piece.Data.IsEmpty && piece.Data.Span[0] == StreamChannel.Stdin)
                await stdin.CloseAsync(cancel);
        }
    }

    private static async Task OutputAsync(ChannelSocket client, byte channel, SpdyStream? stream, CancellationToken cancel)
    {
        if (stream is null) return;
        while (true)
        {
            var read = await stream.Input.ReadAsync(cancel);
            foreach (var piece in read.Buffer)
                if (!piece.IsEmpty) await client.SendAsync(channel, piece, cancel);
            stream.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return;
        }
    }

    /// <summary>When the process reads no more, neither is more sent: its end waits for that.</summary>
    private static async Task EndWithPeerAsync(SpdyStream? stdin, CancellationToken cancel)
    {
        if (stdin is null) return;
        await stdin.InputEnd.WaitAsync(cancel);
        await stdin.CloseAsync(cancel);
    }

    private static async Task QuietAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is WebSocketException || DuplexCopy.IsEnd(e))
        {
        }
    }
}
