using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>Sets a key. The store keeps the memory of key and value: the caller must not change those bytes again.</summary>
public readonly record struct PutRequest(Bytes Key, Bytes Value)
{
    /// <summary>The lease to attach the key to; none detaches it.</summary>
    public LeaseId Lease { get; init; }

    /// <summary>Answer with the key as it was before.</summary>
    public bool ReturnPrevious { get; init; }

    /// <summary>Keep the key's value, change its lease: <see cref="Value"/> must be empty, the key must exist.</summary>
    public bool IgnoreValue { get; init; }

    /// <summary>Keep the key's lease, change its value: <see cref="Lease"/> must be none, the key must exist.</summary>
    public bool IgnoreLease { get; init; }
}
