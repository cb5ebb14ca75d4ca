using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Statuses;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>Reads single objects.</summary>
internal static class ObjectReader
{
    /// <summary>
    /// The object as it is in the store at this moment; null when there is none. The store says which revision that is, the
    /// cache has its decoded form in nearly all cases.
    /// </summary>
    public static async ValueTask<Outcome<StoredObject?>> ReadAsync(Resource resource, string key, CancellationToken cancel)
    {
        var read = await resource.Store.RangeAsync(new(KeyRange.Single(resource.StoreKeyOf(key))), cancel);
        if (read.Error is { } error) return error.ToApiError(resource.Info.GroupResource, "get");
        if (read.Value.Items.IsEmpty) return (StoredObject?)null;
        var item = read.Value.Items[0];
        if (resource.Cache.Snapshot.Objects.Find(key) is { } cached && cached.Revision == item.ModRevision.Value) return cached;
        if (resource.ToStored is not null)
        {
            // What a webhook makes of the object comes into the cache by itself.
            if (await ResourceVersions.WaitAsync(resource.Cache, item.ModRevision.Value, resource.Time, cancel) is { } late) return late;
            return resource.Cache.Snapshot.Objects.Find(key);
        }

        return resource.Cache.Decode(item.Value, out var problem) is { } value
            ? new StoredObject(key, value, item.ModRevision.Value)
            : ApiError.InternalError($"the stored object cannot be read: {problem}");
    }

    /// <summary>The object as the cache has it, or, when it has none, as it is in the store.</summary>
    public static ValueTask<Outcome<StoredObject?>> ReadCachedAsync(Resource resource, string key, CancellationToken cancel) =>
        resource.Cache.Snapshot.Objects.Find(key) is { } cached ? new((Outcome<StoredObject?>)cached) : ReadAsync(resource, key, cancel);

    /// <summary>GET: the newest state, or with a resource version any state that is not older.</summary>
    public static async ValueTask<Outcome<StoredObject>> GetAsync(
        Resource resource, string @namespace, string name, string resourceVersion, CancellationToken cancel)
    {
        var key = resource.KeyOf(@namespace, name);
        StoredObject? found;
        if (resourceVersion.Length == 0)
        {
            var read = await ReadAsync(resource, key, cancel);
            if (!read.TryGet(out found, out var error)) return error;
        }
        else
        {
            var parsed = ResourceVersions.TryParse(resourceVersion, out var revision, out var wrong);
            if (!parsed) return wrong!;
            if (await ResourceVersions.WaitAsync(resource.Cache, revision, resource.Time, cancel) is { } late) return late;
            found = resource.Cache.Snapshot.Objects.Find(key);
        }

        return found is null ? ApiError.NotFound(resource.Info.GroupResource, name) : found;
    }
}
