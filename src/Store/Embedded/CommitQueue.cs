namespace Kybernet.Store.Embedded;

/// <summary>Where changes wait for the committer. Bounded by number and bytes.</summary>
internal sealed class CommitQueue(int maxCount, long maxBytes)
{
    private readonly object _gate = new();
    private List<Pending> _waiting = [];
    private long _bytes;
    private bool _committerSleeps;
    private bool _lent;
    private bool _wasLent;
    private bool _woken;
    private bool _closed;

    /// <summary>
    /// The committer's work may be done by this thread until <see cref="GiveBack"/>: the committer sleeps, nothing waits. Whoever comes
    /// meanwhile waits in the queue.
    /// </summary>
    public bool TryBorrow()
    {
        lock (_gate)
        {
            if (!_committerSleeps || _lent || _closed) return false;
            return _lent = _wasLent = true;
        }
    }

    /// <summary>Ends what <see cref="TryBorrow"/> began.</summary>
    /// <param name="wake">The committer has something to do even if nothing waits.</param>
    /// <returns>Whether others came meanwhile.</returns>
    public bool GiveBack(bool wake)
    {
        lock (_gate)
        {
            _lent = false;
            var isAlone = _waiting.Count == 0;
            if (isAlone && !wake && !_closed) return false;
            _woken = true;
            Monitor.Pulse(_gate);
            return !isAlone;
        }
    }

    /// <summary>Puts a change at the end; false when there is no room, or the queue is closed.</summary>
    public bool TryAdd(Pending pending, out bool closed)
    {
        lock (_gate)
        {
            closed = _closed;
            if (closed || _waiting.Count >= maxCount || _bytes + pending.Size > maxBytes) return false;
            _waiting.Add(pending);
            _bytes += pending.Size;
            if (!_committerSleeps || _lent) return true;
            _committerSleeps = false;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>
    /// Takes all that waits into <paramref name="taken"/>, which must be empty. When nothing does, sleeps until something comes, or
    /// <paramref name="waitMilliseconds"/> have passed without any change; if that is -1, until something comes or it is woken to tidy.
    /// False when the queue is closed and empty.
    /// </summary>
    public bool Take(ref List<Pending> taken, int waitMilliseconds)
    {
        lock (_gate)
        {
            while (waitMilliseconds != 0 && (_lent || (_waiting.Count == 0 && !_closed && !(_woken && waitMilliseconds < 0))))
            {
                (_committerSleeps, _wasLent) = (true, _lent);
                if (!Monitor.Wait(_gate, waitMilliseconds) && !_wasLent) break;
            }

            (_committerSleeps, _woken) = (false, false);
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
