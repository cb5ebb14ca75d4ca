using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>What a deletion came to.</summary>
/// <param name="Object">The object as it is now, or was last.</param>
/// <param name="IsGone">It is removed; otherwise it waits for its grace period or its finalizers.</param>
public sealed record Deleted(StoredObject Object, bool IsGone);

/// <summary>Deletes objects: at once, after a grace period, or when the last finalizer is gone. Upstream: <c>rest/delete.go</c>, <c>Store.Delete</c>.</summary>
internal static class ObjectDeleter
{
    private const string Orphan = "orphan";
    private const string Foreground = "foregroundDeletion";
    private const int MaxAttempts = 100;

    public static async ValueTask<Outcome<Deleted>> DeleteAsync(Resource resource, WriteRequest request, DeleteOptions options, CancellationToken cancel)
    {
        using var step = ApiServerTrace.Step("Delete");
        var key = resource.KeyOf(request.Namespace, request.Name);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var attributes = new AdmissionAttributes(resource.Info, AdmissionOperation.Delete, request)
            {
                Name = request.Name,
                DeleteOptions = options,
            };
            var read = await ObjectReader.ReadAsync(resource, key, cancel);
            if (!read.TryGet(out var current, out var unreadable)) return unreadable;
            if (current is null) return ApiError.NotFound(resource.Info.GroupResource, request.Name);
            if (CheckPreconditions(resource, options.Preconditions, current.Value) is { } unmet) return unmet;
            var admitted = await resource.Admission.MutateAsync(attributes, null, current.Value, cancel);
            if (!admitted.IsOk) return admitted.Error;
            if (await resource.Admission.ValidateAsync(attributes, null, current.Value, cancel) is { } denied) return denied;

            var done = await TryDeleteAsync(resource, request, options, current, cancel);
            if (!done.TryGet(out var deleted, out var error)) return error;
            await attributes.SettleAsync(deleted is { IsGone: true } && !request.IsDryRun);
            if (deleted is not null) return deleted;
        }

        return ApiError.Conflict(resource.Info.GroupResource, request.Name, ApiError.OptimisticLockMessage);
    }

    /// <summary>An update that takes the last finalizer off an object whose grace is over removes it.</summary>
    public static bool EndsWithUpdate(IObject value, IObject old) =>
        value.Metadata.Finalizers.IsEmpty && old.Metadata is { DeletionTimestamp: not null, DeletionGracePeriodSeconds: 0 }
        && DeletionBarriers.AreDown(value);

    /// <summary>Removes the object if it is still as <paramref name="current"/>; null when it is not.</summary>
    public static async ValueTask<Outcome<Updated?>> RemoveAsync(
        Resource resource, StoredObject current, IObject last, bool isDryRun, CancellationToken cancel)
    {
        if (isDryRun) return new Updated(StoredObject.Unstored(current.Key, last), WasCreated: false);
        using var commit = ApiServerTrace.Commit();
        var storeKey = resource.StoreKeyOf(current.Key);
        var done = await resource.Store.TxnAsync(
            new(
                [Compare.ModRevision(storeKey, CompareRelation.Equal, new(current.Revision))],
                [new TxnOperation.Delete(new(KeyRange.Single(storeKey)))], []),
            cancel);
        if (done.Error is { } error) return error.ToApiError(resource.Info.GroupResource, "delete");
        if (!done.Value.Succeeded) return (Updated?)null;
        if (resource.Reservations is { } reservations)
            await (await reservations.ReserveAsync(null, last, isDryRun: false, cancel)).Value.Settle(true);
        return new Updated(ApiServerTrace.Committed(commit, new(current.Key, last, done.Value.Revision.Value)), WasCreated: false);
    }

    private static ApiError? CheckPreconditions(Resource resource, Preconditions? preconditions, IObject value)
    {
        var (resources, name) = (resource.Info.GroupResource, value.Metadata.Name);
        if (preconditions?.Uid is { } uid && uid != value.Metadata.Uid)
        {
            return ApiError.Conflict(
                resources, name,
                $"the UID in the precondition ({uid}) does not match the UID in record ({value.Metadata.Uid}). "
                + "The object might have been deleted and then recreated");
        }

        if (preconditions?.ResourceVersion is { } version && version != value.Metadata.ResourceVersion)
        {
            return ApiError.Conflict(
                resources, name,
                $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record "
                + $"({value.Metadata.ResourceVersion}). The object might have been modified");
        }

        return null;
    }

    /// <summary>One attempt; null when another write came between.</summary>
    private static async ValueTask<Outcome<Deleted?>> TryDeleteAsync(
        Resource resource, WriteRequest request, DeleteOptions options, StoredObject current, CancellationToken cancel)
    {
        var now = resource.Time.GetUtcNow();
        var (value, waits, isPending) = Begin(resource, options, current.Value, now);
        var finalizers = FinalizersFor(resource, options, value.Metadata);
        if (finalizers != value.Metadata.Finalizers) value = value.WithMetadata(value.Metadata with { Finalizers = finalizers });
        if (isPending && value.Equals(current.Value)) return new Deleted(current, IsGone: false);
        value = DeletionBarriers.Raise(value, now);
        if (!waits && !isPending && (!finalizers.IsEmpty || !DeletionBarriers.AreDown(value))) value = Marked(value, now);

        var staysFor = value.Metadata.DeletionGracePeriodSeconds ?? 0;
        if (finalizers.IsEmpty && DeletionBarriers.AreDown(value) && !(isPending || (waits && staysFor > 0)))
        {
            var removed = await RemoveAsync(resource, current, value, request.IsDryRun, cancel);
            if (!removed.TryGet(out var gone, out var failed)) return failed;
            return gone is null ? (Outcome<Deleted?>)(Deleted?)null : new Deleted(gone.Object, IsGone: true);
        }

        if (value.Equals(current.Value)) return new Deleted(current, IsGone: false);
        if (request.IsDryRun) return new Deleted(StoredObject.Unstored(current.Key, value), IsGone: false);
        var written = await ObjectUpdater.WriteAsync(resource, value, current, cancel);
        if (!written.TryGet(out var stored, out var error)) return error;
        return stored is null ? (Outcome<Deleted?>)(Deleted?)null : new Deleted(stored, IsGone: false);
    }

    /// <summary>Starts or shortens the grace period of kinds that know one (upstream: BeforeDelete).</summary>
    private static (IObject Value, bool Waits, bool IsPending) Begin(Resource resource, DeleteOptions options, IObject value, DateTimeOffset now)
    {
        var metadata = value.Metadata;
        if (resource.Rules.GracePeriodSeconds(value, options) is not { } grace) return (value, false, false);
        if (metadata.DeletionTimestamp is { } since)
        {
            if (metadata.DeletionGracePeriodSeconds is not { } pending) return (value, false, false);
            if (options.GracePeriodSeconds is not { } wanted || wanted >= pending) return (value, false, pending > 0 || !metadata.Finalizers.IsEmpty);
            var earlier = Time.FromSeconds(since.Seconds - pending + wanted);
            return (value.WithMetadata(metadata with { DeletionTimestamp = earlier, DeletionGracePeriodSeconds = wanted }), true, false);
        }

        return (value.WithMetadata(metadata with
        {
            DeletionTimestamp = Time.From(now.AddSeconds(grace)),
            DeletionGracePeriodSeconds = grace,
            Generation = metadata.Generation > 0 ? metadata.Generation + 1 : metadata.Generation,
        }), true, false);
    }

    private static IObject Marked(IObject value, DateTimeOffset now)
    {
        var metadata = value.Metadata;
        return value.WithMetadata(metadata with
        {
            DeletionTimestamp = metadata.DeletionTimestamp ?? Time.From(now),
            DeletionGracePeriodSeconds = 0,
            Generation = metadata.DeletionTimestamp is null && metadata.Generation > 0 ? metadata.Generation + 1 : metadata.Generation,
        });
    }

    /// <summary>The finalizers that make the garbage collector orphan dependents or delete them first (upstream:
    /// deletionFinalizersForGarbageCollection).</summary>
    private static ListOf<string> FinalizersFor(Resource resource, DeleteOptions options, ObjectMeta metadata)
    {
        var policy = options.PropagationPolicy
            ?? (options.OrphanDependents is { } orphan ? orphan ? "Orphan" : "Background" : null)
            ?? (metadata.Finalizers.Contains(Orphan) ? "Orphan"
                : metadata.Finalizers.Contains(Foreground) ? "Foreground"
                : resource.Rules.OrphansDependentsByDefault ? "Orphan" : "Background");
        var wanted = policy switch
        {
            "Orphan" => Orphan,
            "Foreground" => Foreground,
            _ => null,
        };
        var kept = metadata.Finalizers.Where(finalizer => finalizer is not (Orphan or Foreground) || finalizer == wanted).ToListOf();
        if (wanted is not null && !kept.Contains(wanted)) kept = kept.Add(wanted);
        return kept.Count == metadata.Finalizers.Count && kept == metadata.Finalizers ? metadata.Finalizers : kept;
    }
}
