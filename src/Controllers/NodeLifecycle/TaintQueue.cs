namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>
/// The nodes of a zone that wait for their NoExecute taint, first come first served, at the rate the zone's state allows. A node that was served
/// is not taken again until it is removed.
/// </summary>
/// <remarks>Upstream: nodelifecycle/scheduler, RateLimitedTimedQueue.</remarks>
internal sealed class TaintQueue(double perSecond, TimeProvider time)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);

    // Guards the three below. Taken alone, never while a node is being tainted.
    private readonly Lock _lock = new();
    private readonly HashSet<string> _taken = [];
    private readonly List<(string Node, DateTimeOffset NotBefore)> _waiting = [];
    private TokenBucket _bucket = new(perSecond, time);

    /// <summary>Nodes wait, and the rate is not 0.</summary>
    public bool HasWork
    {
        get
        {
            lock (_lock) return _waiting.Count > 0 && _bucket.PerSecond > 0;
        }
    }

    /// <returns>False when the node was taken before.</returns>
    public bool Add(string node)
    {
        lock (_lock)
        {
            if (!_taken.Add(node)) return false;
            _waiting.Add((node, time.GetUtcNow()));
            return true;
        }
    }

    /// <returns>The node was there, waiting or served.</returns>
    public bool Remove(string node)
    {
        lock (_lock)
        {
            _waiting.RemoveAll(entry => entry.Node == node);
            return _taken.Remove(node);
        }
    }

    public void SwapRate(double perSecond)
    {
        lock (_lock)
        {
            if (_bucket.PerSecond.Equals(perSecond)) return;
            var next = new TokenBucket(perSecond, time);
            // Who has just acted waits under the new rate too.
            if (perSecond > 0 && !_bucket.TryTake()) next.TryTake();
            _bucket = next;
        }
    }

    /// <summary>Serves those whose turn it is.</summary>
    /// <param name="serve">False: again in 50 ms.</param>
    public async ValueTask ServeAsync(Func<string, ValueTask<bool>> serve)
    {
        while (Next() is { } node)
        {
            var isDone = await serve(node);
            lock (_lock)
            {
                _waiting.RemoveAll(entry => entry.Node == node);
                if (!isDone && _taken.Contains(node)) _waiting.Add((node, time.GetUtcNow() + s_retry));
            }
        }
    }

    private string? Next()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 || !_bucket.TryTake()) return null;
            var first = _waiting.MinBy(static entry => entry.NotBefore);
            return first.NotBefore <= time.GetUtcNow() ? first.Node : null;
        }
    }
}
