namespace Kybernet.Scheduler.Queue;

/// <summary>How long rejected pods wait before they are tried again. Upstream: <c>backend/queue/backoff_queue.go</c>.</summary>
/// <param name="First">After the first try.</param>
/// <param name="Longest">Each wait is twice the one before, up to this. Zero for no waits.</param>
public readonly record struct Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>
    /// Ends of waits are whole multiples of this, so pods that may be tried at about the same time are tried in the order of their priority.
    /// </summary>
    private const long WindowTicks = TimeSpan.TicksPerSecond;

    public static DateTimeOffset Align(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % WindowTicks), TimeSpan.Zero);

    /// <summary>When the pod's wait ends, which it remembers.</summary>
    internal DateTimeOffset EndOf(QueuedPod pod)
    {
        var count = pod.ConsecutiveErrors > 0 ? pod.ConsecutiveErrors : pod.UnschedulableCount;
        if (Longest == TimeSpan.Zero || count == 0) return DateTimeOffset.MinValue;
        return pod.BackoffEnd ??= Align(pod.Timestamp + After(count));
    }

    internal bool IsWaiting(QueuedPod pod, DateTimeOffset now) => EndOf(pod) >= Align(now);

    /// <summary>The first moment at which the pod waits no more.</summary>
    internal DateTimeOffset ReadyAt(QueuedPod pod) =>
        EndOf(pod) is var end && end == DateTimeOffset.MinValue ? end : end + TimeSpan.FromTicks(WindowTicks);

    /// <param name="tries">From 1.</param>
    public TimeSpan After(int tries)
    {
        var wait = First;
        for (var i = 1; i < tries && wait < Longest; i++) wait *= 2;
        return wait < Longest ? wait : Longest;
    }
}
