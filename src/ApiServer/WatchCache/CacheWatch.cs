namespace Kybernet.ApiServer.WatchCache;

/// <summary>A place in the changes of one resource. Read by one reader; holds no queue.</summary>
public sealed class CacheWatch : IDisposable
{
    private readonly WatchSignal _signal = new();
    private readonly ResourceCache _cache;
    private readonly int _epoch;
    private CacheEvent _position;

    internal CacheWatch(ResourceCache cache, CacheEvent position, int epoch)
    {
        _cache = cache;
        _position = position;
        _epoch = epoch;
    }

    /// <summary>
    /// The watch cannot go on: its reader is further behind than the window reaches, or the cache started over. The client
    /// must watch anew.
    /// </summary>
    public bool IsOver => _cache.Epoch != _epoch || _cache.HasDropped(_position);

    /// <summary>The next change, if there is one.</summary>
    public bool TryNext(out CacheEvent change)
    {
        change = _position;
        if (_position.Next is not { } next) return false;
        _position = change = next;
        return true;
    }

    /// <summary>Completes when there may be more. Take it before a <see cref="TryNext"/> that finds nothing.</summary>
    public Task NextChange => _cache.NextChange;

    /// <summary>Completes when there may be more, or after <see cref="Nudge"/>; costs nothing to wait for. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        var woken = _signal.Arm();
        _cache.Parked.Add(_signal);
        if (_position.Next is not null || IsOver) _signal.Send();
        return woken;
    }

    /// <summary>Lets a <see cref="WaitAsync"/> that is under way complete.</summary>
    public void Nudge() => _signal.Send();

    public void Dispose() => _cache.Parked.Remove(_signal);

    /// <summary>
    /// A revision up to which everything has been said, if nothing is left to say: for bookmarks. Null when there are changes to read.
    /// </summary>
    public long? SaidUpTo()
    {
        var applied = _cache.AppliedRevision;
        return _position.Next is null ? Math.Max(applied, _position.Revision) : null;
    }
}
