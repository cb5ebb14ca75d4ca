namespace Kybernet.ApiServer.FlowControl.Levels;

/// <summary>
/// After how many seconds a refused client should come again: doubled while many are refused, one less while few are. Upstream:
/// <c>dropped_requests_tracker.go</c>.
/// </summary>
public sealed class DroppedRequests(TimeProvider time)
{
    private const long MaxSeconds = 32;

    // Guards all below.
    private readonly Lock _gate = new();
    private readonly Queue<(long Second, long Count)> _history = new();
    private long _second;
    private long _count;
    private long _retryAfter = 1;
    private long _raised;

    /// <summary>Counts a refusal; what to tell its client.</summary>
    public int Add()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        lock (_gate)
        {
            if (now != _second)
            {
                _history.Enqueue((_second, _count));
                while (_history.TryPeek(out var old) && now - old.Second > Math.Min(2 * _retryAfter, MaxSeconds)) _history.Dequeue();
                (_second, _count) = (now, 0);
                Adjust(now);
            }

            _count++;
            return (int)_retryAfter;
        }
    }

    private void Adjust(long now)
    {
        var dropped = _history.Where(past => now - past.Second <= _retryAfter && past.Second < now).Sum(static past => past.Count);
        if (now - _raised >= _retryAfter && dropped >= 3 * _retryAfter)
        {
            _retryAfter = Math.Min(2 * _retryAfter, MaxSeconds);
            _raised = now;
        }
        else if (dropped < _retryAfter && _retryAfter > 1)
        {
            _retryAfter--;
        }
    }
}
