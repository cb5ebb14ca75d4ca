namespace Kybernet.Store;

/// <summary>Asks for the keys of a range at one revision, in the order of their bytes.</summary>
public readonly record struct RangeRequest(KeyRange Keys)
{
    /// <summary>The revision to read at; <see cref="Revision.None"/> is the current one.</summary>
    public Revision Revision { get; init; }

    /// <summary>At most so many items; 0 is all. Does not change <see cref="RangeResponse.Count"/>.</summary>
    public long Limit { get; init; }

    /// <summary>Only <see cref="RangeResponse.Count"/>, no items.</summary>
    public bool CountOnly { get; init; }

    /// <summary>Items without their values.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>A member of a cluster may answer from what it has, perhaps stale. One-process engines are always current.</summary>
    public bool Serializable { get; init; }
}
