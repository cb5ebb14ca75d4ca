namespace Kybernet.Store;

/// <summary>What one request may be at most. The defaults are etcd's.</summary>
public sealed record StoreLimits
{
    public static StoreLimits Default { get; } = new();

    /// <summary>Keys and values of one request together, in bytes (etcd --max-request-bytes).</summary>
    public int MaxRequestBytes { get; init; } = 3 * 512 * 1024;

    /// <summary>Conditions, or operations of one branch, of one transaction (etcd --max-txn-ops).</summary>
    public int MaxTxnOperations { get; init; } = 128;

    /// <summary>The longest time to live of a lease, in seconds (etcd: MaxLeaseTTL).</summary>
    public long MaxLeaseTtlSeconds { get; init; } = 9_000_000_000;
}
