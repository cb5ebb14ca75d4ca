namespace Kybernet.Scheduler.Queue;

/// <summary>The times of the queue. Defaults are upstream's.</summary>
public sealed record SchedulingQueueOptions
{
    public static readonly SchedulingQueueOptions Default = new();

    public Backoff Backoff { get; init; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    /// <summary>How long a pod waits for an event before it is tried again without one.</summary>
    public TimeSpan LongestUnschedulable { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often such pods are looked for.</summary>
    public TimeSpan SweepPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
