namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>Seats of requests that are answered, while watchers are told. One timer for all; guarded by the queue set.</summary>
internal sealed class LingeringSeats(TimeProvider time, Action due) : IDisposable
{
    private readonly PriorityQueue<Place, long> _places = new();
    private ITimer? _timer;

    public void Add(in Place place, long now)
    {
        var until = now + (long)(place.Work.AdditionalLatency.TotalSeconds * time.TimestampFrequency);
        _places.Enqueue(place, until);
        if (_places.TryPeek(out _, out var first) && first == until) Arm(now, until);
    }

    /// <summary>The next whose time is over.</summary>
    public bool TryTake(long now, out Place place)
    {
        place = default;
        if (!_places.TryPeek(out _, out var until) || until > now) return false;
        place = _places.Dequeue();
        if (_places.TryPeek(out _, out var next) && next > now) Arm(now, next);
        return true;
    }

    public void Dispose() => _timer?.Dispose();

    private void Arm(long now, long until)
    {
        // Timers count whole milliseconds: one more, or it would fire too early and again.
        var left = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, time.GetElapsedTime(now, until).TotalMilliseconds)));
        _timer ??= time.CreateTimer(static due => ((Action)due!)(), due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(left, Timeout.InfiniteTimeSpan);
    }
}
