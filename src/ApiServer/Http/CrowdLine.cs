namespace Kybernet.ApiServer.Http;

/// <summary>Gives turns one after the other, and rests in between while others are about.</summary>
internal sealed class CrowdLine : IThreadPoolWorkItem, IDisposable
{
    // Work and rest are short, or who comes meanwhile would feel either: a piece of a list, a few gets. Timers count whole milliseconds.
    private const double WorkMilliseconds = 0.3;
    private const double RestForWork = 1;

    private readonly CrowdTurns _turns;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _worked;

    /// <param name="turns">Where those wait who want a turn.</param>
    /// <param name="time">The clock.</param>
    public CrowdLine(CrowdTurns turns, TimeProvider time)
    {
        (_turns, _time) = (turns, time);
        _timer = time.CreateTimer(static line => ((CrowdLine)line!).Go(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes the next turn at the end of the pool's queue: behind whoever came meanwhile.</summary>
    public void Go() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Execute()
    {
        if (!_turns.TryTake(this, out var next)) return;
        var began = _time.GetTimestamp();
        // The request goes on here, until it waits for something.
        next.SetResult();
        _worked += _time.GetElapsedTime(began);
        if (_worked.TotalMilliseconds < WorkMilliseconds)
        {
            Go();
            return;
        }

        var rest = TimeSpan.FromMilliseconds(Math.Ceiling(_worked.TotalMilliseconds * RestForWork));
        _worked = TimeSpan.Zero;
        if (_turns.AreOthersHere) _timer.Change(rest, Timeout.InfiniteTimeSpan);
        else Go();
    }

    public void Dispose() => _timer.Dispose();
}
