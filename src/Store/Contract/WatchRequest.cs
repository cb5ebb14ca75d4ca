namespace Kybernet.Store;

/// <summary>Asks for the changes of a range from a revision on.</summary>
public readonly record struct WatchRequest(KeyRange Keys)
{
    /// <summary>
    /// The first revision wanted; may lie in the future. <see cref="Revision.None"/> is the one after the current.
    /// Older than what is compacted, the watch's first and only message is <see cref="StoreError.Compacted"/>.
    /// </summary>
    public Revision StartRevision { get; init; }

    /// <summary>Events carry the key as it was before, unless that has been compacted.</summary>
    public bool ReturnPrevious { get; init; }

    /// <summary>Leave out puts.</summary>
    public bool NoPuts { get; init; }

    /// <summary>Leave out deletions.</summary>
    public bool NoDeletes { get; init; }
}
