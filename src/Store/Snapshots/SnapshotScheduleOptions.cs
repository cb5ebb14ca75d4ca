namespace Kybernet.Store.Snapshots;

/// <summary>When snapshots are taken by themselves, where they go, how many stay.</summary>
public sealed record SnapshotScheduleOptions
{
    public required string Directory { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(12);

    /// <summary>The newest so many stay; older ones this schedule took are deleted after a new one is there.</summary>
    public int Keep { get; init; } = 5;

    /// <summary>What is wrong with these options, or null.</summary>
    public string? Validate() =>
        Interval < TimeSpan.FromSeconds(1) ? $"an interval of {Interval}: it must be at least a second"
        : Keep < 1 ? $"{Keep} snapshots to keep: it must be at least one"
        : null;
}
