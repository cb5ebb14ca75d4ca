using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;
using Kybernet.Store;

namespace Kybernet.ApiServer.Registry;

/// <summary>Creates objects: the generic path of POST. Upstream: <c>registry/rest/create.go</c>, <c>registry/generic/registry/store.go</c>.</summary>
internal static class ObjectCreator
{
    private const int MaxNameAttempts = 8;

    /// <param name="resource">Where.</param>
    /// <param name="value">The object as the client sent it, defaults applied.</param>
    /// <param name="request">Who, how.</param>
    /// <param name="cancel">Gives up; whether the object is created is open then.</param>
    public static async ValueTask<Outcome<StoredObject>> CreateAsync(Resource resource, IObject value, WriteRequest request, CancellationToken cancel)
    {
        using var step = ApiServerTrace.Step("Create");
        if (CheckNamespace(resource, ref value, request.Namespace) is { } mismatch) return mismatch;
        if (resource.Rules.CreationProblem is { } closed) return ApiError.Forbidden(resource.Info.GroupResource, value.Metadata.Name, closed);
        var generated = value.Metadata.Name.Length == 0 && value.Metadata.GenerateName.Length > 0;
        for (var attempt = 1; ; attempt++)
        {
            var named = generated
                ? value.WithMetadata(value.Metadata with { Name = resource.Ids.NameFrom(value.Metadata.GenerateName) })
                : value;
            var created = await CreateNamedAsync(resource, named, request, cancel);
            if (created.IsOk || !generated || !created.Error.IsAlreadyExists) return created;
            if (attempt == MaxNameAttempts) return ApiError.GenerateNameConflict(resource.Info.GroupResource, value.Metadata.GenerateName, 1);
        }
    }

    private static async ValueTask<Outcome<StoredObject>> CreateNamedAsync(Resource resource, IObject value, WriteRequest request, CancellationToken cancel)
    {
        var attributes = new AdmissionAttributes(resource.Info, AdmissionOperation.Create, request) { Name = value.Metadata.Name };
        // What plugins add is nobody's: owners are worked out before them, as upstream does.
        if (!request.IsApplied) value = resource.Ownership.OnCreate(value, request, resource.Time);
        var admitted = await resource.Admission.MutateAsync(attributes, value, null, cancel);
        if (!admitted.TryGet(out var mutated, out var refused)) return refused;

        value = Prepare(resource, mutated!, request);
        var reserved = resource.Reservations is { } reservations
            ? await reservations.ReserveAsync(value, null, request.IsDryRun, cancel)
            : new Reserved(value, static _ => default);
        if (!reserved.TryGet(out var taken, out var unavailable)) return unavailable;

        var written = false;
        try
        {
            value = taken.Value!;
            if (Check(resource, value) is { } invalid) return invalid;
            resource.Rules.WarnOnCreate(value, request.Warnings);
            if (await resource.Admission.ValidateAsync(attributes, value, null, cancel) is { } denied) return denied;
            value = resource.Rules.Canonicalize(value);
            var stored = await StoreAsync(resource, value, request.IsDryRun, cancel);
            written = stored.IsOk && !request.IsDryRun;
            return stored;
        }
        finally
        {
            await taken.Settle(written);
            await attributes.SettleAsync(written);
        }
    }

    private static ApiError? CheckNamespace(Resource resource, ref IObject value, string wanted)
    {
        var given = value.Metadata.Namespace;
        if (!resource.Info.IsNamespaced)
        {
            if (given.Length > 0) value = value.WithMetadata(value.Metadata with { Namespace = "" });
            return null;
        }

        if (given.Length == 0) value = value.WithMetadata(value.Metadata with { Namespace = wanted });
        else if (given != wanted) return ApiError.BadRequest(UpdateMessages.NamespaceMismatch);
        return null;
    }

    private static IObject Prepare(Resource resource, IObject value, WriteRequest request)
    {
        var metadata = value.Metadata with
        {
            CreationTimestamp = Time.From(resource.Time.GetUtcNow()),
            DeletionTimestamp = null,
            DeletionGracePeriodSeconds = null,
            Uid = resource.Ids.Uid(),
            Generation = 0,
            SelfLink = "",
        };
        return resource.Rules.PrepareForCreate(value.WithMetadata(metadata), request.Context(resource.Time));
    }

    private static ApiError? Check(Resource resource, IObject value)
    {
        if (value.Metadata.ResourceVersion.Length > 0) return ApiError.InternalError("resourceVersion should not be set on objects to be created") with
        {
            Message = "resourceVersion should not be set on objects to be created",
        };
        using var step = ApiServerTrace.Step("validate");
        var errors = new FieldErrorList();
        ObjectChecks.Check(resource.Info, resource.Rules, value, errors);
        return errors.IsEmpty ? null : ApiError.Invalid(resource.Info.Kind.GroupKind, value.Metadata.Name, errors);
    }

    private static ApiError Taken(Resource resource, IObject value) => ApiError.AlreadyExists(resource.Info.GroupResource, value.Metadata.Name);

    private static async ValueTask<Outcome<StoredObject>> StoreAsync(Resource resource, IObject value, bool isDryRun, CancellationToken cancel)
    {
        var key = resource.KeyOf(value.Metadata.Namespace, value.Metadata.Name);
        if (isDryRun) return resource.Cache.Snapshot.Objects.Find(key) is null ? StoredObject.Unstored(key, value) : Taken(resource, value);

        var kept = value;
        if (resource.ToStored is { } convert && !(await convert(value, cancel)).TryGet(out kept, out var unconverted)) return unconverted;
        var storeKey = resource.StoreKeyOf(key);
        using var commit = ApiServerTrace.Commit();
        var bytes = resource.Encode(kept);
        var pending = resource.Feed.Announce(resource.Cache, key, value, bytes);
        var done = await resource.Store.TxnAsync(
            new([Compare.ModRevision(storeKey, CompareRelation.Equal, Revision.None)], [new TxnOperation.Put(new(storeKey, bytes))], []), cancel);
        if (done.Error is { } error)
        {
            resource.Feed.Forget(bytes);
            return error.ToApiError(resource.Info.GroupResource, "create");
        }

        if (!done.Value.Succeeded)
        {
            resource.Feed.Forget(bytes);
            return Taken(resource, value);
        }

        var stored = pending.At(done.Value.Revision.Value);
        resource.Feed.Written(bytes, stored.Revision);
        return ApiServerTrace.Committed(commit, stored);
    }
}
