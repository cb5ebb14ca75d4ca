using Kybernet.Base;

namespace Kybernet.Store.Etcd;

/// <summary>What of a request an error about it names: etcd's errors tell only their kind.</summary>
internal readonly record struct FailureContext
{
    public LeaseId Lease { get; init; }

    /// <summary>The key whose value or lease was to be kept.</summary>
    public Bytes Key { get; init; }

    public Revision Revision { get; init; }

    /// <summary>How many operations the transaction has.</summary>
    public int Operations { get; init; }

    /// <summary>The size of keys and values.</summary>
    public long RequestBytes { get; init; }

    public long TtlSeconds { get; init; }
}
