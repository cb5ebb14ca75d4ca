using Kybernet.Store;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>All objects of one resource, and its recent changes. The feed writes; everyone reads without a lock.</summary>
/// <remarks>
/// Publication order of a change: event linked → snapshot swapped → the feed's applied revision raised → watchers woken. So a
/// reader who takes the applied revision first and the snapshot second holds the exact state at the newer of the two.
/// </remarks>
public sealed class ResourceCache
{
    private readonly IFreshness _feed;
    private readonly Window _window;
    private readonly RememberedStates _remembered;
    private readonly Broadcast _changed = new();
    private CacheSnapshot _snapshot;
    private SortedObjects _objects = SortedObjects.Empty;
    private int _jsonWatches;
    private int _epoch;
    private bool _isDirty;

    internal ResourceCache(IFreshness feed, string prefix, StoredDecoder decode, TimeProvider time)
    {
        _feed = feed;
        _window = new(time);
        _remembered = new(time);
        Prefix = prefix;
        Decode = decode;
        Time = time;
        _snapshot = new(_objects, _window.Last, 0);
    }

    /// <summary>Where the resource's keys are, with both slashes: <c>/registry/pods/</c>.</summary>
    public string Prefix { get; }

    internal StoredDecoder Decode { get; }

    /// <summary>Feed only: changes that came while the cache was filled beside the running feed; null once it is.</summary>
    internal List<WatchEvent>? Late { get; set; }

    private TimeProvider Time { get; }

    public CacheSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>The oldest revision a watch can start from.</summary>
    public long OldestRevision => _window.Start.Revision;

    /// <summary>The state now, with the revision it is exactly at.</summary>
    public (CacheSnapshot Snapshot, long Revision) Read()
    {
        var applied = _feed.Applied;
        var snapshot = Snapshot;
        return (snapshot, Math.Max(applied, snapshot.Last.Revision));
    }

    /// <summary>Waits until the cache knows everything up to the revision.</summary>
    public ValueTask WaitForAsync(long revision, CancellationToken cancel) => _feed.WaitForAsync(revision, cancel);

    /// <summary>
    /// A watch of what comes after the revision; null when that is no longer known (410 Gone). The revision must not lie in the future.
    /// </summary>
    public CacheWatch? WatchFrom(long revision)
    {
        var snapshot = Snapshot;
        var position = _window.Start;
        if (revision < position.Revision) return null;
        // A watch that walks the list may have seen more than the snapshot holds, so from the snapshot's end the list is walked as well.
        if (snapshot.Last.Revision <= revision && snapshot.Last.Sequence > position.Sequence) position = snapshot.Last;
        while (position.Next is { } next && next.Revision <= revision) position = next;
        return new(this, position, snapshot.Epoch);
    }

    /// <summary>A watch of what comes after the snapshot.</summary>
    public CacheWatch WatchAfter(CacheSnapshot snapshot) => new(this, snapshot.Last, snapshot.Epoch);

    /// <summary>A watch in JSON begins (1) or ends (-1).</summary>
    internal void CountJsonWatch(int change) => Interlocked.Add(ref _jsonWatches, change);

    /// <summary>The JSON of a new object is sent to others than its creator: it is worth keeping.</summary>
    internal bool IsWatchedInJson => Volatile.Read(ref _jsonWatches) > 0;

    /// <summary>Keeps a state a client has read the first piece of.</summary>
    internal void Remember(long revision, SortedObjects objects) => _remembered.Add(revision, objects);

    /// <summary>A state kept; null when it is not, or no longer.</summary>
    internal SortedObjects? Remembered(long revision) => _remembered.Find(revision);

    /// <summary>Completes when the next change is published.</summary>
    public Task NextChange => _changed.Next;

    /// <summary>Those who wait with <see cref="CacheWatch.WaitAsync"/>.</summary>
    internal ParkedWatches Parked { get; } = new();

    internal long AppliedRevision => _feed.Applied;

    internal int Epoch => Volatile.Read(ref _snapshot).Epoch;

    internal bool HasDropped(CacheEvent position) => position.Sequence < _window.Start.Sequence;

    /// <summary>Feed only: the state to start from.</summary>
    internal void Reset(SortedObjects objects, long revision)
    {
        _objects = objects;
        _epoch++;
        _window.Reset(revision);
        Volatile.Write(ref _snapshot, new(_objects, _window.Last, _epoch));
        Wake();
    }

    /// <summary>Feed only. Nothing is seen of a change before <see cref="Publish"/>, except by watches that are walking already.</summary>
    internal void Set(StoredObject current)
    {
        var previous = _objects.Find(current.Key);
        _objects = _objects.Set(current);
        Add(current.Revision, current, previous);
    }

    /// <summary>Feed only.</summary>
    internal void Remove(string key, long revision)
    {
        if (_objects.Find(key) is not { } previous) return;
        _objects = _objects.Remove(key);
        Add(revision, null, previous);
    }

    internal bool Publish()
    {
        if (!_isDirty) return false;
        _isDirty = false;
        Volatile.Write(ref _snapshot, new(_objects, _window.Last, _epoch));
        return true;
    }

    internal void Wake()
    {
        _changed.Send();
        Parked.Wake();
    }

    private void Add(long revision, StoredObject? current, StoredObject? previous)
    {
        _window.Add(new(_window.Last.Sequence + 1, revision, current, previous) { PublishedAt = Time.GetTimestamp() });
        _isDirty = true;
    }
}
