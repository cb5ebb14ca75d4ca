using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// What a controller has asked for and its informer has not shown yet. While something is missing the local copy does not count: deciding on it
/// would create or delete twice. Upstream: <c>UIDTrackingControllerExpectations</c>.
/// </summary>
/// <remarks>
/// Creations are counted, since a new pod has no name before it is there; deletions are known by uid. Expect before asking, lower for each
/// request that failed. What is never seen (a pod that came and went while the watch was broken) is given up after five minutes.
/// </remarks>
public sealed class Expectations(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    // Guards the dictionary and what is in it. Taken alone.
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Missing> _owners = [];

    /// <summary>All that was asked for has been seen, or is given up.</summary>
    public bool AreMet(ObjectKey owner)
    {
        lock (_lock)
        {
            if (!_owners.TryGetValue(owner, out var missing)) return true;
            if (missing.Creations > 0 || missing.Deletions.Count > 0) return time.GetUtcNow() - missing.Since > s_patience;
            _owners.Remove(owner);
            return true;
        }
    }

    /// <summary>How many creations are still to be seen.</summary>
    public int Creations(ObjectKey owner)
    {
        lock (_lock) return _owners.TryGetValue(owner, out var missing) ? Math.Max(missing.Creations, 0) : 0;
    }

    public void ExpectCreations(ObjectKey owner, int count)
    {
        lock (_lock) Of(owner).Creations += count;
    }

    public void ExpectDeletions(ObjectKey owner, IEnumerable<string> uids)
    {
        lock (_lock) Of(owner).Deletions.UnionWith(uids);
    }

    /// <summary>A creation was seen, or failed.</summary>
    public void Created(ObjectKey owner)
    {
        lock (_lock)
            if (_owners.TryGetValue(owner, out var missing) && missing.Creations > 0) missing.Creations--;
    }

    /// <summary>A deletion was seen, or failed.</summary>
    public void Deleted(ObjectKey owner, string uid)
    {
        lock (_lock)
            if (_owners.TryGetValue(owner, out var missing)) missing.Deletions.Remove(uid);
    }

    /// <summary>The owner is gone.</summary>
    public void Forget(ObjectKey owner)
    {
        lock (_lock) _owners.Remove(owner);
    }

    /// <summary>What is missing of the owner. What was missing too long is forgotten here, and the wait starts anew.</summary>
    private Missing Of(ObjectKey owner)
    {
        var now = time.GetUtcNow();
        if (_owners.TryGetValue(owner, out var missing) && now - missing.Since <= s_patience)
        {
            missing.Since = now;
            return missing;
        }

        return _owners[owner] = new() { Since = now };
    }

    private sealed class Missing
    {
        public int Creations { get; set; }

        public HashSet<string> Deletions { get; } = [];

        public DateTimeOffset Since { get; set; }
    }
}
