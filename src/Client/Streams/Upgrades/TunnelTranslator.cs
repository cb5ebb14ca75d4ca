using System.Net;
using System.Net.WebSockets;
using Kybernet.Client.Streams.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Client.Streams.Upgrades;

/// <summary>
/// Serves clients that port-forward through a WebSocket: its binary messages carry the bytes of the SPDY connection to the backend.
/// Upstream: <c>streamtunnel.go</c> in <c>apiserver/pkg/util/proxy</c>.
/// </summary>
public static class TunnelTranslator
{
    private const int BufferSize = 64 * 1024;

    /// <summary>The client offers a tunnel.</summary>
    public static bool IsFor(HttpRequest request) => WebSocketHandshake.IsRequest(request) && Inner(request).Any();

    /// <inheritdoc cref="UpgradeProxy.ServeAsync"/>
    public static async Task<string?> ServeAsync(HttpContext http, HttpMessageInvoker backend, Uri location, CancellationToken cancel)
    {
        HttpResponseMessage answer;
        try
        {
            answer = await BackendCall.UpgradeToSpdyAsync(backend, location, Inner(http.Request), cancel);
        }
        catch (HttpRequestException e)
        {
            return $"error dialing backend: {e.Message}";
        }

        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                ForwardedRequest.SetHead(http.Response, answer);
                await answer.Content.CopyToAsync(http.Response.Body, cancel);
                return null;
            }

            var spoken = answer.Headers.TryGetValues(StreamProtocols.VersionHeader, out var values) ? values.First() : StreamProtocols.PortForward;
            await using var spdy = await answer.Content.ReadAsStreamAsync(cancel);
            using var socket = await WebSocketHandshake.AcceptAsync(http, StreamProtocols.TunnelPrefix + spoken);
            if (socket is not null) await CarryAsync(socket, spdy, cancel);
            return null;
        }
    }

    private static IEnumerable<string> Inner(HttpRequest request) =>
        WebSocketHandshake.Offered(request)
            .Where(static protocol => protocol.StartsWith(StreamProtocols.TunnelPrefix, StringComparison.Ordinal)
                && protocol.EndsWith(".k8s.io", StringComparison.Ordinal))
            .Select(static protocol => protocol[StreamProtocols.TunnelPrefix.Length..]);

    private static async Task CarryAsync(WebSocket socket, Stream spdy, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var there = QuietAsync(ToBackendAsync(socket, spdy, over.Token));
        var back = QuietAsync(ToClientAsync(socket, spdy, over.Token));
        await Task.WhenAny(there, back);
        if (back.IsCompleted && socket.State == WebSocketState.Open)
            await QuietAsync(socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, over.Token));
        await over.CancelAsync();
        await Task.WhenAll(there, back);
    }

    private static async Task ToBackendAsync(WebSocket socket, Stream spdy, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (read.MessageType == WebSocketMessageType.Close) return;
            await spdy.WriteAsync(buffer.AsMemory(0, read.Count), cancel);
            await spdy.FlushAsync(cancel);
        }
    }

    private static async Task ToClientAsync(WebSocket socket, Stream spdy, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        while (await spdy.ReadAsync(buffer, cancel) is > 0 and var read)
            await socket.SendAsync(buffer.AsMemory(0, read), WebSocketMessageType.Binary, endOfMessage: true, cancel);
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
