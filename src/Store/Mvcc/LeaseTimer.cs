namespace Kybernet.Store.Mvcc;

/// <summary>Ends leases when their time is up: sleeps until the next is due, and not at all when there is none.</summary>
internal sealed class LeaseTimer : IAsyncDisposable
{
    /// <summary>The shortest sleep: etcd looks for expired leases twice a second.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest a timer can be set to; a lease further off is looked at again then.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly ITimer _timer;
    private bool _armed;

    /// <param name="time">The clock the leases live by.</param>
    /// <param name="expire">Ends the leases that are due. Its answer is of no interest: what could not be done is tried again at the next pace.</param>
    public LeaseTimer(TimeProvider time, Func<ValueTask<StoreResult<int>>> expire) =>
        _timer = time.CreateTimer(_ => _ = expire().Preserve(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the timer to when the next lease is due. Called by the writer after each batch.</summary>
    public void Arm(TimeSpan? untilNextExpiry)
    {
        if (untilNextExpiry is not { } due)
        {
            if (_armed) _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _armed = false;
            return;
        }

        _armed = true;
        _timer.Change(due < TimeSpan.Zero ? Pace : due > Longest ? Longest : due, Pace);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
