namespace Kybernet.Store.Embedded;

/// <summary>How an embedded store is set up.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Where the file lies; made if it is not there. One store a directory.</summary>
    public required string Directory { get; init; }

    public StoreLimits Limits { get; init; } = StoreLimits.Default;

    /// <summary>
    /// The file does not grow past this (etcd --quota-backend-bytes): beyond, changes are refused as on a full disk. 0: no bound
    /// but the disk's.
    /// </summary>
    public long MaxFileBytes { get; init; }

    /// <summary>Memory for values; those written or read last are kept, the others are read from the file again.</summary>
    /// <remarks>
    /// Each collection of garbage moves what is kept here, and every caller waits for it: 32 MB of it are pauses of 50 ms, 4 MB of 3 ms, 1 MB
    /// of 2 ms. What watches are about to be told fits in 1 MB: the last ten milliseconds of a hundred thousand puts of 1 KB a second.
    /// </remarks>
    public long ValueCacheBytes { get; init; } = 1024 * 1024;

    /// <summary>Changes that may wait for their turn; past either limit they are refused as overloaded.</summary>
    public int MaxQueuedWrites { get; init; } = 16_384;

    public long MaxQueuedBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>How long after a failed write the next change is tried again; until then changes are refused.</summary>
    public TimeSpan RetryAfterFault { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Where the ids of leases come from when the store chooses them.</summary>
    public int Seed { get; init; }
}
