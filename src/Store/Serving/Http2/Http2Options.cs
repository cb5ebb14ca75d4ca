namespace Kybernet.Store.Serving.Http2;

/// <summary>What the peers of a server may do, and what is served to them.</summary>
internal sealed record Http2Options
{
    private const int LeastWindow = 1024 * 1024;

    /// <summary>The methods of the services.</summary>
    public required ServiceTable Services { get; init; }

    /// <summary>Answers a request that is no gRPC call: status and text.</summary>
    public required Func<string, CancellationToken, ValueTask<(int Status, string Text)>> Page { get; init; }

    public required int MaxMessageBytes { get; init; }

    public required int MaxConcurrentStreams { get; init; }

    public int StreamWindow => Math.Max(LeastWindow, MaxMessageBytes + 64 * 1024);

    /// <summary>What a peer may have under way at once; it is told of more as soon as bytes have come.</summary>
    public int ConnectionWindow => StreamWindow;
}
