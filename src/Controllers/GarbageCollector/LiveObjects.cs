using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Objects as the API server has them, by what the graph calls them.</summary>
/// <remarks>Upstream: garbagecollector/operations.</remarks>
public sealed class LiveObjects(IClient client, ResourceMap resources)
{
    /// <summary>The resource of an identity's kind, and the namespace its objects of that identity are in.</summary>
    public async ValueTask<ApiResult<(ApiResourceInfo Resource, string Namespace)>> PlaceAsync(ObjectIdentity item, CancellationToken cancel) =>
        await resources.FindAsync(item.Gvk, cancel) is { } resource
            ? (resource, resource.IsNamespaced ? item.Namespace : "")
            : Unmapped(item);

    public async ValueTask<ApiResult<IObject>> GetAsync(ObjectIdentity item, CancellationToken cancel)
    {
        var placed = await PlaceAsync(item, cancel);
        return placed.TryGet(out var place, out var error) ? await GetAsync(place.Resource, place.Namespace, item.Name, cancel) : error;
    }

    public ValueTask<ApiResult<IObject>> GetAsync(ApiResourceInfo resource, string @namespace, string name, CancellationToken cancel) =>
        client.SendAsync(new(ApiVerb.Get, resource.Resource) { Namespace = @namespace, Name = name, IsMetadataOnly = true }, cancel);

    /// <summary>Deletes the object if it is still the one that was read.</summary>
    /// <param name="item">Its UID is a precondition.</param>
    /// <param name="latest">As it was read.</param>
    /// <param name="propagation">What becomes of its dependents.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<ApiError?> DeleteAsync(ObjectIdentity item, ObjectMeta latest, string propagation, CancellationToken cancel)
    {
        var placed = await PlaceAsync(item, cancel);
        if (!placed.TryGet(out var place, out var error)) return error;
        var deleted = await SendDeleteAsync(item, place.Resource, place.Namespace, latest.ResourceVersion, propagation, cancel);
        if (deleted.Error is not { IsConflict: true } conflict) return deleted.Error;
        var read = await GetAsync(place.Resource, place.Namespace, item.Name, cancel);
        if (!read.TryGet(out var live, out error)) return error.IsNotFound ? error : conflict;
        // Changes that leave the owners alone must not starve the deletion.
        var isSame = live.Metadata.Uid == item.Uid && live.Metadata.ResourceVersion != latest.ResourceVersion &&
            live.Metadata.OwnerReferences == latest.OwnerReferences;
        if (!isSame) return conflict;
        return (await SendDeleteAsync(item, place.Resource, place.Namespace, null, propagation, cancel)).Error;
    }

    /// <summary>Takes references to owners off an object.</summary>
    public ValueTask<ApiError?> RemoveOwnersAsync(ObjectIdentity item, IReadOnlyCollection<string> owners, CancellationToken cancel) => PatchAsync(
        item,
        OwnerPatch.Removing(item.Uid, owners),
        metadata => OwnerPatch.Replacing(metadata, metadata.OwnerReferences.Where(reference => !owners.Contains(reference.Uid)).ToListOf()),
        cancel);

    /// <summary>Lets an object no longer hold up the deletion of its owners.</summary>
    public ValueTask<ApiError?> UnblockOwnersAsync(ObjectIdentity item, ListOf<OwnerReference> owners, CancellationToken cancel)
    {
        var unblocked = owners.Select(static reference => reference with { BlockOwnerDeletion = false }).ToListOf();
        var blocking = owners.Where(static reference => reference.BlockOwnerDeletion == true)
            .Select(static reference => reference with { BlockOwnerDeletion = false }).ToListOf();
        return PatchAsync(item, OwnerPatch.Merging(item.Uid, blocking), metadata => OwnerPatch.Replacing(metadata, unblocked), cancel);
    }

    /// <summary>Takes a finalizer off an object; well done when it has none or is gone.</summary>
    public async ValueTask<ApiError?> RemoveFinalizerAsync(ObjectIdentity item, string finalizer, CancellationToken cancel)
    {
        // Upstream: retry.DefaultBackoff has four steps; the node's back-off follows.
        const int Steps = 4;
        for (var step = 0; ; step++)
        {
            var read = await GetAsync(item, cancel);
            if (!read.TryGet(out var live, out var error)) return error.IsNotFound ? null : error;
            var finalizers = live.Metadata.Finalizers;
            if (!finalizers.Contains(finalizer)) return null;
            var patch = OwnerPatch.ReplacingFinalizers(live.Metadata, finalizers.Where(name => name != finalizer).ToListOf());
            error = await SendPatchAsync(item, new(PatchKind.Merge, patch), cancel);
            if (error is not { IsConflict: true } || step == Steps - 1) return error;
        }
    }

    private static ApiError Unmapped(ObjectIdentity item) =>
        ApiError.InternalError($"unable to get REST mapping for {item.ApiVersion}/{item.Kind}.");

    private async ValueTask<ApiError?> PatchAsync(
        ObjectIdentity item, ReadOnlyMemory<byte> strategic, Func<ObjectMeta, ReadOnlyMemory<byte>> merge, CancellationToken cancel)
    {
        var error = await SendPatchAsync(item, new(PatchKind.StrategicMerge, strategic), cancel);
        if (error is not { IsUnsupportedMediaType: true }) return error;
        // Custom resources know no strategic patches.
        var read = await GetAsync(item, cancel);
        return read.TryGet(out var live, out error) ? await SendPatchAsync(item, new(PatchKind.Merge, merge(live.Metadata)), cancel) : error;
    }

    private async ValueTask<ApiError?> SendPatchAsync(ObjectIdentity item, ObjectPatch patch, CancellationToken cancel)
    {
        var placed = await PlaceAsync(item, cancel);
        if (!placed.TryGet(out var place, out var error)) return error;
        var call = new ApiCall(ApiVerb.Patch, place.Resource.Resource) { Namespace = place.Namespace, Name = item.Name, Patch = patch };
        return (await client.SendAsync(call, cancel)).Error;
    }

    private ValueTask<ApiResult<IObject>> SendDeleteAsync(
        ObjectIdentity item, ApiResourceInfo resource, string @namespace, string? resourceVersion, string propagation, CancellationToken cancel) =>
        client.SendAsync(
            new(ApiVerb.Delete, resource.Resource)
            {
                Namespace = @namespace,
                Name = item.Name,
                DeleteOptions = new()
                {
                    PropagationPolicy = propagation,
                    Preconditions = new() { Uid = item.Uid, ResourceVersion = resourceVersion },
                },
            },
            cancel);
}
