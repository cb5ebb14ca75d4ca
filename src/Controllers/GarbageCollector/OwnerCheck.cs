using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>An object's references, by what the API server says of the owners.</summary>
/// <param name="Solid">They exist and stay, or do not wait for dependents.</param>
/// <param name="Dangling">There is no such object.</param>
/// <param name="Waiting">They are being deleted in the foreground.</param>
public sealed record OwnerStates(ListOf<OwnerReference> Solid, ListOf<OwnerReference> Dangling, ListOf<OwnerReference> Waiting);

/// <summary>Asks the API server about owners: the graph may lag behind.</summary>
/// <remarks>Upstream: garbagecollector, isDangling and classifyReferences.</remarks>
public sealed class OwnerCheck(LiveObjects objects, AbsentOwners absent)
{
    /// <summary>A cluster-scoped object names a namespaced owner. Trying again would not help.</summary>
    public static readonly ApiError NamespacedOwner = ApiError.InternalError("cluster-scoped objects cannot refer to namespaced owners");

    public async ValueTask<ApiResult<OwnerStates>> ClassifyAsync(ObjectIdentity item, ListOf<OwnerReference> references, CancellationToken cancel)
    {
        List<OwnerReference> solid = [];
        List<OwnerReference> dangling = [];
        List<OwnerReference> waiting = [];
        for (var i = 0; i < references.Count; i++)
        {
            var found = await FindAsync(item, references[i], cancel);
            if (!found.TryGet(out var owner, out var error)) return error;
            if (owner is null) dangling.Add(references[i]);
            else if (owner.DeletionTimestamp is not null && owner.Finalizers.Contains(Finalizers.DeleteDependents)) waiting.Add(references[i]);
            else solid.Add(references[i]);
        }

        return new OwnerStates([.. solid], [.. dangling], [.. waiting]);
    }

    /// <returns>The owner; null when there is none.</returns>
    private async ValueTask<ApiResult<ObjectMeta?>> FindAsync(ObjectIdentity item, OwnerReference reference, CancellationToken cancel)
    {
        var inNamespace = ObjectIdentity.Of(reference, item.Namespace);
        var inCluster = inNamespace with { Namespace = "" };
        if (absent.Has(inCluster) || absent.Has(inNamespace)) return (ObjectMeta?)null;
        var placed = await objects.PlaceAsync(inNamespace, cancel);
        if (!placed.TryGet(out var place, out var error)) return error;
        if (place.Resource.IsNamespaced && item.Namespace.Length == 0) return NamespacedOwner;
        var read = await objects.GetAsync(place.Resource, place.Namespace, reference.Name, cancel);
        if (read.TryGet(out var owner, out error))
        {
            if (owner.Metadata.Uid == reference.Uid) return owner.Metadata;
        }
        else if (!error.IsNotFound)
        {
            return error;
        }

        absent.Add(place.Resource.IsNamespaced ? inNamespace : inCluster);
        return (ObjectMeta?)null;
    }
}
