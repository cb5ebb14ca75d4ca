namespace Kybernet.ApiServer.WatchCache;

/// <summary>The watches of a resource that have nothing to read. A change wakes all of them; each is in here at most once.</summary>
internal sealed class ParkedWatches
{
    private readonly Lock _gate = new();
    private List<WatchSignal> _parked = [];
    private List<WatchSignal> _spare = [];

    /// <summary>The signal is sent with the next <see cref="Wake"/>.</summary>
    public void Add(WatchSignal signal)
    {
        lock (_gate)
        {
            if (signal.IsParked) return;
            signal.IsParked = true;
            _parked.Add(signal);
        }
    }

    public void Remove(WatchSignal signal)
    {
        lock (_gate)
            if (signal.IsParked) _parked.Remove(signal);
    }

    /// <summary>One caller at a time.</summary>
    public void Wake()
    {
        List<WatchSignal> woken;
        lock (_gate)
        {
            woken = _parked;
            (_parked, _spare) = (_spare, woken);
            foreach (var signal in woken) signal.IsParked = false;
        }

        foreach (var signal in woken) signal.Send();
        lock (_gate) woken.Clear();
    }
}
