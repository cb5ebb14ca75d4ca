namespace Kybernet.Store.Compaction;

/// <summary>How much history a store keeps by itself. Either bound alone, or both: then what is outside of either goes.</summary>
public sealed record AutoCompactorOptions
{
    /// <summary>History older than this goes (etcd --auto-compaction-mode=periodic); null: no bound by age.</summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>History of more than so many revisions goes (etcd --auto-compaction-mode=revision); null: no bound by number.</summary>
    public long? KeepRevisions { get; init; }

    /// <summary>
    /// How often it is looked at; by number alone more often while much is written. By age the precision is this, too.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// By number alone. A busy store makes ten thousand revisions in a tenth of a second, and keeps them until it is looked at.
    /// </summary>
    public static AutoCompactorOptions OfRevisions(long keep) => new() { KeepRevisions = keep, Interval = TimeSpan.FromMilliseconds(100) };

    /// <summary>What is wrong with these options, or null.</summary>
    public string? Validate() =>
        KeepFor is null && KeepRevisions is null ? "neither an age nor a number of revisions is set"
        : KeepFor < TimeSpan.Zero || KeepRevisions < 0 ? "a negative bound"
        : Interval <= TimeSpan.Zero ? $"an interval of {Interval}: it must be positive"
        : null;
}
