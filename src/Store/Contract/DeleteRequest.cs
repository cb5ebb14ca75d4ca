namespace Kybernet.Store;

/// <summary>Deletes all keys of a range, in one transaction. Deleting nothing is no change and takes no revision.</summary>
public readonly record struct DeleteRequest(KeyRange Keys)
{
    /// <summary>Answer with the keys as they were before.</summary>
    public bool ReturnPrevious { get; init; }
}
