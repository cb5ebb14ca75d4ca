namespace Kybernet.Client.Streams;

/// <summary>The first byte of a WebSocket message: what the rest belongs to.</summary>
public static class StreamChannel
{
    public const byte Stdin = 0;
    public const byte Stdout = 1;
    public const byte Stderr = 2;

    /// <summary>The result, as a Status.</summary>
    public const byte Error = 3;

    /// <summary>The terminal's size, as JSON: <c>{"Width":80,"Height":24}</c>.</summary>
    public const byte Resize = 4;

    /// <summary>The next byte names a channel that ends (<see cref="StreamProtocols.V5"/>).</summary>
    public const byte Close = 255;
}
