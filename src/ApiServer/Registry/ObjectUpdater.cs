using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>Makes the new object of an update from the one that is there; null when there is none yet and the door may create.</summary>
public delegate ValueTask<Outcome<IObject>> ObjectChange(IObject? current, CancellationToken cancel);

/// <summary>What an update came to.</summary>
/// <param name="Object">The object as it is now; of a deleted one its last state.</param>
/// <param name="WasCreated">The update created it (201).</param>
public sealed record Updated(StoredObject Object, bool WasCreated);

/// <summary>Changes objects: the generic path of PUT and of all patches. Upstream: <c>rest.BeforeUpdate</c>, <c>Store.Update</c>.</summary>
internal static class ObjectUpdater
{
    // Each failed attempt means that somebody else's write succeeded.
    private const int MaxAttempts = 100;

    public static async ValueTask<Outcome<Updated>> UpdateAsync(
        Resource resource, UpdateRules door, WriteRequest request, Preconditions? preconditions, ObjectChange change, bool mayCreate,
        CancellationToken cancel)
    {
        using var step = ApiServerTrace.Step("Update");
        var key = resource.KeyOf(request.Namespace, request.Name);
        var isFresh = false;
        var current = resource.Cache.Snapshot.Objects.Find(key);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (current is null && !isFresh)
            {
                var read = await ObjectReader.ReadAsync(resource, key, cancel);
                if (!read.TryGet(out current, out var failed)) return failed;
                isFresh = true;
            }

            var outcome = current is null
                ? await CreateAsync(resource, request, preconditions, change, mayCreate, cancel)
                : await TryUpdateAsync(resource, door, request, preconditions, change, current, cancel);
            if (outcome.IsOk && outcome.Value is { } done) return done;

            // What was refused was perhaps refused because the cache is behind: look at the store before saying so.
            if (!outcome.IsOk && (isFresh || current is null)) return outcome.Error;
            var again = await ObjectReader.ReadAsync(resource, key, cancel);
            if (!again.TryGet(out var latest, out var unreadable)) return unreadable;
            if (!outcome.IsOk && latest?.Revision == current?.Revision) return outcome.Error;
            (current, isFresh) = (latest, true);
        }

        return ApiError.Conflict(resource.Info.GroupResource, request.Name, ApiError.OptimisticLockMessage);
    }

    private static async ValueTask<Outcome<Updated?>> CreateAsync(
        Resource resource, WriteRequest request, Preconditions? preconditions, ObjectChange change, bool mayCreate, CancellationToken cancel)
    {
        var wanted = preconditions?.Uid is { Length: > 0 };
        if (!mayCreate || wanted) return ApiError.NotFound(resource.Info.GroupResource, request.Name);
        var made = await change(null, cancel);
        if (!made.TryGet(out var value, out var error)) return error;
        if (value.Metadata.ResourceVersion is not ("" or "0"))
            return ApiError.Conflict(resource.Info.GroupResource, request.Name, ApiError.OptimisticLockMessage);
        var created = await ObjectCreator.CreateAsync(resource, value.WithMetadata(value.Metadata with { ResourceVersion = "" }), request, cancel);
        return created.TryGet(out var stored, out error) ? new Updated(stored, WasCreated: true) : error;
    }

    /// <summary>One attempt; null when another write came between.</summary>
    private static async ValueTask<Outcome<Updated?>> TryUpdateAsync(
        Resource resource, UpdateRules door, WriteRequest request, Preconditions? preconditions, ObjectChange change, StoredObject current,
        CancellationToken cancel)
    {
        var old = current.Value;
        if (CheckPreconditions(resource, preconditions, old) is { } unmet) return unmet;
        var made = await change(old, cancel);
        if (!made.TryGet(out var value, out var error)) return error;
        if (CheckIdentity(resource, request, value, old) is { } mismatch) return mismatch;

        var attributes = new AdmissionAttributes(resource.Info, AdmissionOperation.Update, request) { Name = request.Name };
        if (!request.IsApplied) value = resource.Ownership.OnUpdate(value, current, request, resource.Time);
        var admitted = await resource.Admission.MutateAsync(attributes, value, old, cancel);
        if (!admitted.TryGet(out var mutated, out error)) return error;
        value = Prepare(resource, door, request, mutated!, old);

        var reserved = resource.Reservations is { } reservations && request.Subresource.Length == 0
            ? await reservations.ReserveAsync(value, old, request.IsDryRun, cancel)
            : new Reserved(value, static _ => default);
        if (!reserved.TryGet(out var taken, out error)) return error;
        var written = false;
        try
        {
            value = taken.Value!;
            var errors = new FieldErrorList();
            using (ApiServerTrace.Step("validate")) ObjectChecks.CheckUpdate(resource, door, value, old, errors);
            if (!errors.IsEmpty) return ApiError.Invalid(resource.Info.Kind.GroupKind, request.Name, errors);
            door.WarnOnUpdate(value, old, request.Warnings);
            if (await resource.Admission.ValidateAsync(attributes, value, old, cancel) is { } denied) return denied;
            value = resource.Rules.Canonicalize(value);
            var stored = await StoreAsync(resource, request, value, current, cancel);
            written = stored is { IsOk: true, Value: not null } && !request.IsDryRun;
            return stored;
        }
        finally
        {
            await taken.Settle(written);
            await attributes.SettleAsync(written);
        }
    }

    public static ApiError? CheckPreconditions(Resource resource, Preconditions? preconditions, IObject old)
    {
        if (preconditions is null) return null;
        var (resources, name) = (resource.Info.GroupResource, old.Metadata.Name);
        if (preconditions.Uid is { } uid && uid != old.Metadata.Uid)
            return ApiError.Conflict(resources, name, UpdateMessages.UidPrecondition(uid, old.Metadata.Uid));
        if (preconditions.ResourceVersion is { } version && version != old.Metadata.ResourceVersion)
            return ApiError.Conflict(resources, name, UpdateMessages.RevisionPrecondition(version, old.Metadata.ResourceVersion));
        return null;
    }

    private static ApiError? CheckIdentity(Resource resource, WriteRequest request, IObject value, IObject old)
    {
        var (given, kept) = (value.Metadata, old.Metadata);
        if (resource.Info.IsNamespaced && given.Namespace.Length > 0 && given.Namespace != request.Namespace)
            return ApiError.BadRequest(UpdateMessages.NamespaceMismatch);
        if (given.ResourceVersion is "" or "0")
        {
            if (resource.Rules.AllowsUnconditionalUpdate || request.Subresource.Length > 0) return null;
            var errors = new FieldErrorList();
            errors.Add(FieldError.Invalid(FieldPath.Of("metadata").Child("resourceVersion"), 0, "must be specified for an update"));
            return ApiError.Invalid(resource.Info.Kind.GroupKind, request.Name, errors);
        }

        return given.ResourceVersion == kept.ResourceVersion
            ? null
            : ApiError.Conflict(resource.Info.GroupResource, request.Name, ApiError.OptimisticLockMessage);
    }

    private static IObject Prepare(Resource resource, UpdateRules door, WriteRequest request, IObject value, IObject old)
    {
        var kept = old.Metadata;
        var metadata = value.Metadata with
        {
            Name = value.Metadata.Name.Length == 0 ? request.Name : value.Metadata.Name,
            Namespace = kept.Namespace,
            Uid = value.Metadata.Uid.Length == 0 ? kept.Uid : value.Metadata.Uid,
            CreationTimestamp = kept.CreationTimestamp,
            DeletionTimestamp = kept.DeletionTimestamp,
            DeletionGracePeriodSeconds = kept.DeletionGracePeriodSeconds,
            Generation = kept.Generation,
            ResourceVersion = kept.ResourceVersion,
            SelfLink = "",
        };
        return door.PrepareForUpdate(value.WithMetadata(metadata), old, request.Context(resource.Time));
    }

    private static async ValueTask<Outcome<Updated?>> StoreAsync(
        Resource resource, WriteRequest request, IObject value, StoredObject current, CancellationToken cancel)
    {
        if (ObjectDeleter.EndsWithUpdate(value, current.Value))
            return await ObjectDeleter.RemoveAsync(resource, current, value, request.IsDryRun, cancel);
        value = FieldOwnership.KeepTimes(value, current.Value);
        if (value.Equals(current.Value) && !resource.IsStale(current.Key)) return new Updated(current, WasCreated: false);
        if (request.IsDryRun) return new Updated(StoredObject.Unstored(current.Key, value), WasCreated: false);
        var written = await WriteAsync(resource, value, current, cancel);
        if (!written.TryGet(out var stored, out var error)) return error;
        return stored is null ? (Outcome<Updated?>)(Updated?)null : new Updated(stored, WasCreated: false);
    }

    /// <summary>Puts the object if it is still as <paramref name="current"/>; null when it is not.</summary>
    public static async ValueTask<Outcome<StoredObject?>> WriteAsync(Resource resource, IObject value, StoredObject current, CancellationToken cancel)
    {
        value = value.WithMetadata(value.Metadata with { ResourceVersion = "" });
        var kept = value;
        if (resource.ToStored is { } convert && !(await convert(value, cancel)).TryGet(out kept, out var unconverted)) return unconverted;
        using var commit = ApiServerTrace.Commit();
        var storeKey = resource.StoreKeyOf(current.Key);
        var bytes = resource.Encode(kept);
        var pending = resource.Feed.Announce(resource.Cache, current.Key, value, bytes);
        var done = await resource.Store.TxnAsync(
            new([Compare.ModRevision(storeKey, CompareRelation.Equal, new(current.Revision))], [new TxnOperation.Put(new(storeKey, bytes))], []),
            cancel);
        if (done.Error is not null || !done.Value.Succeeded) resource.Feed.Forget(bytes);
        if (done.Error is { } error) return error.ToApiError(resource.Info.GroupResource, "update");
        if (!done.Value.Succeeded) return (StoredObject?)null;
        var stored = pending.At(done.Value.Revision.Value);
        resource.Feed.Written(bytes, stored.Revision);
        return ApiServerTrace.Committed(commit, stored);
    }
}
