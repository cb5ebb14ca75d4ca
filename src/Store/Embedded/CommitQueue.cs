namespace Kybernet.Store.Embedded;

/// <summary>Where changes wait for the committer. Bounded by number and bytes.</summary>
internal sealed class CommitQueue(int maxCount, long maxBytes)
{
    private readonly object _gate = new();
    private List<Pending> _waiting = [];
    private long _bytes;
    private bool _committerSleeps;
    private bool _closed;

    /// <summary>Puts a change at the end; false when there is no room, or the queue is closed.</summary>
    public bool TryAdd(Pending pending, out bool closed)
    {
        lock (_gate)
        {
            closed = _closed;
            if (closed || _waiting.Count >= maxCount || _bytes + pending.Size > maxBytes) return false;
            _waiting.Add(pending);
            _bytes += pending.Size;
            if (!_committerSleeps) return true;
            _committerSleeps = false;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>
    /// Takes all that waits into <paramref name="taken"/>, which must be empty; with <paramref name="wait"/> sleeps until
    /// there is something. False when the queue is closed and empty.
    /// </summary>
    public bool Take(ref List<Pending> taken, bool wait)
    {
        lock (_gate)
        {
            while (wait && _waiting.Count == 0 && !_closed)
            {
                _committerSleeps = true;
                Monitor.Wait(_gate);
            }

            _committerSleeps = false;
            (taken, _waiting) = (_waiting, taken);
            _bytes = 0;
            return taken.Count > 0 || !_closed;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }
}
