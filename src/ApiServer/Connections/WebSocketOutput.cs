using System.Net.WebSockets;
using System.Text;
using Kybernet.Client.Streams;
using Kybernet.Client.Streams.WebSockets;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Connections;

/// <summary>An answer of one stream over a WebSocket: bytes in binary messages, or as base64 text. Upstream: <c>wsstream/stream.go</c>.</summary>
internal static class WebSocketOutput
{
    private const int BufferSize = 2048;
    private const string Binary = "binary.k8s.io";
    private const string Base64 = "base64.binary.k8s.io";

    /// <summary>Sends the stream to its end, or until the client is gone, and closes.</summary>
    public static async ValueTask<ApiError?> SendAsync(HttpContext http, Stream source, CancellationToken cancel)
    {
        var offered = WebSocketHandshake.Offered(http.Request).ToList();
        if (ProtocolOf(offered) is not { } protocol)
            return ApiError.BadRequest($"requested protocol(s) are not supported: [{string.Join(' ', offered)}]; supports [{Binary} {Base64}]");
        if (await WebSocketHandshake.AcceptAsync(http, protocol) is not { } socket) return null;
        using (socket)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var listening = ListenAsync(socket, over);
            try
            {
                await CopyAsync(socket, source, protocol == Base64, over.Token);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, over.Token);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException || DuplexCopy.IsEnd(e))
            {
                // The client is gone.
            }

            await over.CancelAsync();
            await listening;
        }

        return null;
    }

    /// <summary>The first one offered that is known; a client that offers none gets bytes.</summary>
    private static string? ProtocolOf(List<string> offered) => offered.Count == 0 ? "" : offered.Find(static one => one is Binary or Base64);

    private static async Task CopyAsync(WebSocket socket, Stream source, bool isText, CancellationToken cancel)
    {
        var type = isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        // Tells the client that the connection stands.
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, type, endOfMessage: true, cancel);
        var buffer = new byte[BufferSize];
        for (var count = await source.ReadAsync(buffer, cancel); count > 0; count = await source.ReadAsync(buffer, cancel))
        {
            ReadOnlyMemory<byte> piece = isText ? Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer, 0, count)) : buffer.AsMemory(0, count);
            await socket.SendAsync(piece, type, endOfMessage: true, cancel);
        }
    }

    /// <summary>What the client sends is dropped; when it closes, it is over.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource over)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), over.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException || DuplexCopy.IsEnd(e))
        {
        }

        await over.CancelAsync();
    }
}
