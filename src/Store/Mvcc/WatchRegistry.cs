namespace Kybernet.Store.Mvcc;

/// <summary>The open watches: tells them of new events, and knows the oldest revision any of them has yet to read.</summary>
/// <remarks>
/// Waking a watch that has nothing to say costs about 50 times as much as testing one event against its range. So for a
/// batch of few events the publisher tests, and moves on the watches that are not concerned; for a batch of many it wakes
/// all and lets them look for themselves, on their own threads.
/// </remarks>
internal sealed class WatchRegistry
{
    private const int EventsWorthTesting = 50;

    private readonly Lock _gate = new();
    private LocalWatch[] _watches = [];

    public void Add(LocalWatch watch)
    {
        lock (_gate) _watches = [.. _watches, watch];
    }

    public void Remove(LocalWatch watch)
    {
        lock (_gate) _watches = [.. _watches.Where(other => !ReferenceEquals(other, watch))];
    }

    /// <summary>The oldest revision any open watch has yet to read; the largest number when there is none.</summary>
    public long OldestWatched()
    {
        var oldest = long.MaxValue;
        foreach (var watch in Volatile.Read(ref _watches)) oldest = Math.Min(oldest, watch.NextRevision);
        return oldest;
    }

    /// <summary>Tells of the events from index <paramref name="firstIndex"/> on, which the view counts already.</summary>
    public void Published(EventLog log, StoreView view, long firstIndex)
    {
        var watches = Volatile.Read(ref _watches);
        if (watches.Length == 0 || view.LogEnd == firstIndex) return;
        var test = view.LogEnd - firstIndex <= EventsWorthTesting;
        foreach (var watch in watches)
        {
            if (test && !Concerns(watch, log, view, firstIndex)) watch.Pass(view);
            else watch.Wake();
        }
    }

    public void Close()
    {
        foreach (var watch in Volatile.Read(ref _watches)) watch.Close();
    }

    private static bool Concerns(LocalWatch watch, EventLog log, StoreView view, long firstIndex)
    {
        for (var i = firstIndex; i < view.LogEnd; i++)
            if (log[i] is { } node && watch.Keys.Contains(node.History.Key))
                return true;
        return false;
    }
}
