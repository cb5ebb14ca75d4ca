namespace Kybernet.Store.Mvcc;

/// <summary>A lease and the keys attached to it. Only the writer touches it.</summary>
internal sealed class Lease(long id, long ttlSeconds)
{
    public long Id { get; } = id;

    public long TtlSeconds { get; } = ttlSeconds;

    /// <summary>When it expires, in ticks of the clock's timestamp.</summary>
    public long Deadline { get; set; }

    public HashSet<KeyHistory> Keys { get; } = [];
}
