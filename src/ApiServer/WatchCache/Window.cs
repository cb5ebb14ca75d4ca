namespace Kybernet.ApiServer.WatchCache;

/// <summary>The events a watch can still start from: those of the last 75 seconds, at least 128 and at most 100,000.</summary>
/// <remarks>Upstream sizes its window by the same age (<c>eventFreshDuration</c>). One writer; readers see an older or a newer start.</remarks>
internal sealed class Window(TimeProvider time)
{
    private const int MinEvents = 128;
    private const int MaxEvents = 100_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(75);

    private CacheEvent _start = new(0, 0, null, null);
    private CacheEvent _last = new(0, 0, null, null);

    /// <summary>The event before the first that can be seen: a watch from its revision on misses nothing.</summary>
    public CacheEvent Start => Volatile.Read(ref _start);

    public CacheEvent Last => _last;

    /// <summary>Forgets everything: watches can start at <paramref name="revision"/> or later.</summary>
    public void Reset(long revision)
    {
        _last = new(_last.Sequence + 1, revision, null, null);
        Volatile.Write(ref _start, _last);
    }

    public void Add(CacheEvent next)
    {
        _last.Link(next);
        _last = next;
        var start = _start;
        while (_last.Sequence - start.Sequence > MaxEvents || (_last.Sequence - start.Sequence > MinEvents && IsOld(start.Next!))) start = start.Next!;
        if (!ReferenceEquals(start, _start)) Volatile.Write(ref _start, start);
    }

    private bool IsOld(CacheEvent candidate) => time.GetElapsedTime(candidate.PublishedAt) > Fresh;
}
