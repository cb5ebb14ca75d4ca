using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// Changes a stored object in the server's own name: without admission, owners and rules, which were asked about what made the server do
/// it. Upstream: <c>GuaranteedUpdate</c> of <c>storage.Interface</c>, as the binding of a pod calls it.
/// </summary>
internal static class DirectUpdater
{
    private const int MaxAttempts = 100;

    /// <param name="resource">Where.</param>
    /// <param name="request">Which object; a dry run changes nothing.</param>
    /// <param name="preconditions">What must be true of the object.</param>
    /// <param name="change">Makes the new object; is asked again when another write came between.</param>
    /// <param name="cancel">Gives up; whether the object is changed is open then.</param>
    public static async ValueTask<Outcome<StoredObject>> UpdateAsync(
        Resource resource, WriteRequest request, Preconditions? preconditions, Func<IObject, Outcome<IObject>> change, CancellationToken cancel)
    {
        var key = resource.KeyOf(request.Namespace, request.Name);
        var isFresh = false;
        var current = resource.Cache.Snapshot.Objects.Find(key);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (current is not null)
            {
                var tried = await TryAsync(resource, request, preconditions, change, current, cancel);
                if (tried.IsOk && tried.Value is { } stored) return stored;

                // A refusal counts only if the cache is not behind the store.
                if (!tried.IsOk && isFresh) return tried.Error;
            }
            else if (isFresh)
            {
                return ApiError.NotFound(resource.Info.GroupResource, request.Name);
            }

            var read = await ObjectReader.ReadAsync(resource, key, cancel);
            if (!read.TryGet(out current, out var failed)) return failed;
            isFresh = true;
        }

        return ApiError.Conflict(resource.Info.GroupResource, request.Name, ApiError.OptimisticLockMessage);
    }

    /// <summary>One attempt; null when another write came between.</summary>
    private static async ValueTask<Outcome<StoredObject?>> TryAsync(
        Resource resource, WriteRequest request, Preconditions? preconditions, Func<IObject, Outcome<IObject>> change, StoredObject current,
        CancellationToken cancel)
    {
        if (ObjectUpdater.CheckPreconditions(resource, preconditions, current.Value) is { } unmet) return unmet;
        if (!change(current.Value).TryGet(out var value, out var error)) return error;
        if (request.IsDryRun) return StoredObject.Unstored(current.Key, value);
        return await ObjectUpdater.WriteAsync(resource, value, current, cancel);
    }
}
