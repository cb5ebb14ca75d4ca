using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>An object on its way into the store. Writer and feed both ask for it at its revision; both get the same instance.</summary>
internal sealed class PendingWrite(ResourceCache cache, string key, IObject value)
{
    /// <summary>The cache of the kind that is written; caches of other versions of it decode.</summary>
    public ResourceCache Cache => cache;

    private StoredObject? _stored;

    public StoredObject At(long revision)
    {
        if (Volatile.Read(ref _stored) is { } stored) return stored;
        Interlocked.CompareExchange(ref _stored, new(key, value, revision), null);
        return _stored;
    }
}
