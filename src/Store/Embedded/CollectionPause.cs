using System.Runtime;

namespace Kybernet.Store.Embedded;

/// <summary>Keeps the collector from running while a large state is loaded, where it finds nothing to free and copies all there is.</summary>
/// <remarks>
/// The room is asked of the runtime beforehand; when it is used up, or cannot be had, or another thread has asked first, collections go
/// on as usual. It costs no more memory than what is loaded takes anyway.
/// </remarks>
internal readonly struct CollectionPause : IDisposable
{
    // What an event and its key take in memory at most, usual keys assumed.
    private const long BytesPerEvent = 320;
    private const long FewEvents = 50_000;
    private const long MostBytes = 1024L * 1024 * 1024;

    private readonly bool _paused;

    private CollectionPause(bool paused) => _paused = paused;

    /// <summary>Begins to load about so many events.</summary>
    public static CollectionPause Begin(long events)
    {
        if (events < FewEvents || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) return default;
        try
        {
            return new(GC.TryStartNoGCRegion(Math.Min(events * BytesPerEvent, MostBytes), disallowFullBlockingGC: true));
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentOutOfRangeException)
        {
            return default;
        }
    }

    public void Dispose()
    {
        if (_paused && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
    }
}
