namespace Kybernet.Client.Streams;

/// <summary>
/// Names on the wire of streams to containers. Upstream: <c>apimachinery/pkg/util/remotecommand</c>, <c>util/portforward</c>,
/// <c>util/httpstream</c>.
/// </summary>
public static class StreamProtocols
{
    /// <summary>The value of <c>Upgrade</c> for SPDY.</summary>
    public const string Spdy = "SPDY/3.1";

    /// <summary>The header that negotiates what is spoken inside SPDY.</summary>
    public const string VersionHeader = "X-Stream-Protocol-Version";

    /// <summary>Exec and attach; the result is a Status on the error stream.</summary>
    public const string V4 = "v4.channel.k8s.io";

    /// <summary><see cref="V4"/> with a message that closes one channel: how a client ends standard input over a WebSocket.</summary>
    public const string V5 = "v5.channel.k8s.io";

    /// <summary>Port-forwarding inside SPDY.</summary>
    public const string PortForward = "portforward.k8s.io";

    /// <summary>A WebSocket subprotocol with this prefix carries the bytes of a SPDY connection that speaks what follows.</summary>
    public const string TunnelPrefix = "SPDY/3.1+";

    /// <summary>The header of a SPDY stream that says what it carries.</summary>
    public const string StreamType = "streamtype";
}
