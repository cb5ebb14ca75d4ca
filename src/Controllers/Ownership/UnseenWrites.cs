using System.Globalization;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.Ownership;

/// <summary>
/// What a controller wrote for an owner and its informer has not shown yet. While there is any, a plan made of the local copy would undo or
/// repeat the write. Upstream: <c>EndpointSliceTracker</c>, <c>util/consistency</c>.
/// </summary>
/// <remarks>A write that is never seen (made and deleted while the watch was broken) is given up after five minutes.</remarks>
public sealed class UnseenWrites<T>(ILister<T> copy, TimeProvider time)
    where T : class, IObject<T>
{
    /// <summary>The revision of a deletion: the object is to be gone.</summary>
    private const long Gone = long.MaxValue;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    // Guards the dictionaries. Taken alone.
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Dictionary<ObjectKey, Write>> _owners = [];

    /// <summary>The copy shows all that was written for the owner.</summary>
    public bool AreSeen(ObjectKey owner)
    {
        lock (_lock)
        {
            if (!_owners.TryGetValue(owner, out var writes)) return true;
            foreach (var (key, write) in writes)
                if (IsSeen(key, write)) writes.Remove(key);
            if (writes.Count > 0) return false;
            _owners.Remove(owner);
            return true;
        }
    }

    public void Wrote(ObjectKey owner, T value) => Add(owner, value, RevisionOf(value));

    public void Deleted(ObjectKey owner, T value) => Add(owner, value, Gone);

    /// <summary>A deletion was seen: writes before it will not be.</summary>
    public void SeenDeleted(ObjectKey owner, T value)
    {
        lock (_lock)
        {
            if (!_owners.TryGetValue(owner, out var writes)) return;
            if (writes.TryGetValue(value.Key, out var write) && write.Uid == value.Metadata.Uid) writes.Remove(value.Key);
        }
    }

    public void Forget(ObjectKey owner)
    {
        lock (_lock) _owners.Remove(owner);
    }

    private void Add(ObjectKey owner, T value, long revision)
    {
        lock (_lock)
        {
            if (!_owners.TryGetValue(owner, out var writes)) _owners[owner] = writes = [];
            writes[value.Key] = new(value.Metadata.Uid, revision, time.GetUtcNow());
        }
    }

    private bool IsSeen(ObjectKey key, Write write)
    {
        if (time.GetUtcNow() - write.At > s_patience) return true;
        var there = copy.Find(key);
        if (write.Revision == Gone) return there is null || there.Metadata.Uid != write.Uid || there.Metadata.DeletionTimestamp is not null;
        return there is not null && RevisionOf(there) >= write.Revision;
    }

    /// <summary>Revisions of one resource are numbers that grow.</summary>
    private static long RevisionOf(T value) =>
        long.TryParse(value.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private readonly record struct Write(string Uid, long Revision, DateTimeOffset At);
}
