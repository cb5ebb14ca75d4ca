using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>An object on its way into the store. Writer and feed both ask for it at its revision; both get the same instance.</summary>
internal sealed class PendingWrite(string key, IObject value)
{
    private StoredObject? _stored;

    public StoredObject At(long revision)
    {
        if (Volatile.Read(ref _stored) is { } stored) return stored;
        Interlocked.CompareExchange(ref _stored, new(key, value, revision), null);
        return _stored;
    }
}
