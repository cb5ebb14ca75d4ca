namespace Kybernet.Store.Memory;

/// <summary>How a memory store is set up.</summary>
public sealed record MemoryStoreOptions
{
    public static MemoryStoreOptions Default { get; } = new();

    public StoreLimits Limits { get; init; } = StoreLimits.Default;

    /// <summary>Where the ids of leases come from when the store chooses them.</summary>
    public int Seed { get; init; }
}
