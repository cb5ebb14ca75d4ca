namespace Kybernet.ApiServer.WatchCache;

/// <summary>A change of one object, and the way to the next change of the same resource.</summary>
/// <remarks>
/// Events are a linked list with one writer: whoever holds an event can walk to all later ones without a lock, and events no
/// watcher holds any more are collected once the window has moved past them.
/// </remarks>
public sealed class CacheEvent
{
    private CacheEvent? _next;
    private StoredObject? _deleted;

    /// <param name="sequence">Counts the resource's events.</param>
    /// <param name="revision">The revision of the change.</param>
    /// <param name="current">The object after the change; null when it was deleted.</param>
    /// <param name="previous">The object before; null when it was created.</param>
    public CacheEvent(long sequence, long revision, StoredObject? current, StoredObject? previous)
    {
        Sequence = sequence;
        Revision = revision;
        Current = current;
        Previous = previous;
    }

    public long Sequence { get; }

    public long Revision { get; }

    public StoredObject? Current { get; }

    public StoredObject? Previous { get; }

    /// <summary>The state before, at the revision of this change: what DELETED events show, also to those for whom the object only left
    /// their selection.</summary>
    public StoredObject AsDeleted() =>
        _deleted ??= new(Previous!.Key, Previous.Value, Revision);

    /// <summary>When the event was published, a timestamp of the cache's clock.</summary>
    public long PublishedAt { get; init; }

    /// <summary>The next event; null while there is none.</summary>
    public CacheEvent? Next => Volatile.Read(ref _next);

    internal void Link(CacheEvent next) => Volatile.Write(ref _next, next);
}
