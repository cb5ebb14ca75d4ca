namespace Kybernet.Client.WorkQueues;

/// <summary>How failed keys wait. Defaults are client-go's: from 5 ms, doubled each time, up to 1000 s.</summary>
public sealed record WorkQueueOptions
{
    public static readonly WorkQueueOptions Default = new();

    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(5);

    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(1000);
}
