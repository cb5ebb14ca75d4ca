namespace Kybernet.Client.WorkQueues;

/// <summary>A queue's name, and how failed keys wait. Defaults are client-go's: from 5 ms, doubled each time, up to 1000 s.</summary>
public sealed record WorkQueueOptions
{
    public static readonly WorkQueueOptions Default = new();

    /// <summary>In metrics; of each queue of a process another.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the queue is measured; null for nowhere.</summary>
    public WorkQueueMetrics? Metrics { get; init; }

    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(1000);
}
