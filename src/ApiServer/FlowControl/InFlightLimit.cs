namespace Kybernet.ApiServer.FlowControl;

/// <summary>
/// How many requests are worked on at once, reads and writes apart (upstream: <c>--max-requests-inflight</c>,
/// <c>--max-mutating-requests-inflight</c>). Watches and other requests without an end do not count.
/// </summary>
public sealed class InFlightLimit(int maxReads, int maxWrites)
{
    private int _reads;
    private int _writes;

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Takes a place; false when there is none: 429.</summary>
    public bool TryEnter(bool isWrite)
    {
        ref var count = ref isWrite ? ref _writes : ref _reads;
        if (Interlocked.Increment(ref count) <= (isWrite ? maxWrites : maxReads)) return true;
        Interlocked.Decrement(ref count);
        return false;
    }

    /// <summary>Counts, and never refuses.</summary>
    public void Enter(bool isWrite) => Interlocked.Increment(ref isWrite ? ref _writes : ref _reads);

    public void Leave(bool isWrite) => Interlocked.Decrement(ref isWrite ? ref _writes : ref _reads);
}
