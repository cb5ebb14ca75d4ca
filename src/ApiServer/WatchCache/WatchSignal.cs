using System.Threading.Tasks.Sources;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>
/// Wakes one reader, again and again without allocating. The reader calls <see cref="Arm"/>, looks once more for what it waits for,
/// and awaits; who has something for it publishes first and sends then: one of the two notices.
/// </summary>
internal sealed class WatchSignal : IValueTaskSource
{
    // Continuations run on the pool: the sender has others to wake.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private int _isArmed;

    /// <summary>In the list of <see cref="ParkedWatches"/>; guarded by its lock.</summary>
    public bool IsParked { get; set; }

    /// <summary>What to await: completes with the next <see cref="Send"/>. Only after what the last one gave has been awaited.</summary>
    public ValueTask Arm()
    {
        _core.Reset();
        Interlocked.Exchange(ref _isArmed, 1);
        return new(this, _core.Version);
    }

    /// <summary>Wakes the reader if it is armed.</summary>
    public void Send()
    {
        if (Interlocked.Exchange(ref _isArmed, 0) == 1) _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
