using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.Client.Streams.WebSockets;

/// <summary>The server's side of RFC 6455's handshake.</summary>
public static class WebSocketHandshake
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    /// <summary>The request asks for a WebSocket.</summary>
    public static bool IsRequest(HttpRequest request) =>
        string.Equals(request.Headers.Upgrade.ToString(), "websocket", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase);

    /// <summary>The subprotocols the client offers, in its order.</summary>
    public static IEnumerable<string> Offered(HttpRequest request) =>
        request.Headers.SecWebSocketProtocol
            .SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether a client wants a WebSocket with that subprotocol.</summary>
    public static bool Offers(HttpRequest request, string protocol) => IsRequest(request) && Offered(request).Contains(protocol, StringComparer.Ordinal);

    /// <summary>Takes the connection over; null when the request is no proper handshake, with the answer set to 400.</summary>
    public static async ValueTask<WebSocket?> AcceptAsync(HttpContext http, string protocol)
    {
        var key = http.Request.Headers.SecWebSocketKey.ToString();
        var upgrade = http.Features.Get<IHttpUpgradeFeature>();
        if (key.Length == 0 || http.Request.Headers.SecWebSocketVersion != "13" || upgrade is not { IsUpgradableRequest: true })
        {
            http.Response.StatusCode = 400;
            return null;
        }

        var headers = http.Response.Headers;
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = AcceptOf(key);
        if (protocol.Length > 0) headers.SecWebSocketProtocol = protocol;
        var stream = await upgrade.UpgradeAsync();
        // Without the subprotocol: the type takes none with a slash, and that of tunnels has one.
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = KeepAlive });
    }

#pragma warning disable CA5350 // The handshake is defined with SHA-1; it guards nothing.
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
}
