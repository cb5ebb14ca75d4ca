namespace Kybernet.Store;

/// <summary>One change of one key.</summary>
/// <param name="Kind">Put or deletion.</param>
/// <param name="Current">After a put the key as it is; after a deletion its name and, as mod revision, the deletion's; the rest is zero.</param>
/// <param name="Previous">The key as it was before, when asked for, there was one, and it is not compacted.</param>
public readonly record struct WatchEvent(WatchEventKind Kind, KeyValue Current, KeyValue? Previous)
{
    public Revision Revision => Current.ModRevision;
}
