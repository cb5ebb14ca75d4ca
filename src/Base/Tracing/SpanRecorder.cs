using System.Diagnostics;

namespace Kybernet.Base.Tracing;

/// <summary>
/// Keeps the spans of all components of this process from now on, the newest <paramref name="capacity"/>. While none is there, components make
/// no spans at all.
/// </summary>
/// <param name="capacity">Spans kept; of more the oldest are forgotten.</param>
public sealed class SpanRecorder(int capacity = 100_000) : IDisposable
{
    /// <summary>What the names of the components' sources begin with.</summary>
    public const string Prefix = "Kybernet.";

    // Guards the two below. Taken alone.
    private readonly Lock _lock = new();
    private readonly Queue<Span> _spans = [];
    private ActivityListener? _listener;

    /// <summary>What is kept now, in the order in which it ended.</summary>
    public IReadOnlyList<Span> Spans
    {
        get
        {
            lock (_lock) return [.. _spans];
        }
    }

    /// <summary>Begins to listen.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_listener is not null) return;
            _listener = new()
            {
                ShouldListenTo = static source => source.Name.StartsWith(Prefix, StringComparison.Ordinal),
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity => Add(Span.Of(activity)),
            };
        }

        ActivitySource.AddActivityListener(_listener);
    }

    public void Add(Span span)
    {
        lock (_lock)
        {
            _spans.Enqueue(span);
            if (_spans.Count > capacity) _spans.Dequeue();
        }
    }

    public void Dispose() => _listener?.Dispose();
}
