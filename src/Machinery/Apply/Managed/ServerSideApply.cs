using Kybernet.Machinery.Apply.Typed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>Server-side apply: merges a configuration into an object and works out who owns its fields.</summary>
/// <remarks>Pure. Defaulting, validation and the check of unknown and duplicate members of the request's text are the caller's.</remarks>
public static class ServerSideApply
{
    /// <summary>Who owns what an object had before anybody applied it.</summary>
    private const string BeforeFirstApply = "before-first-apply";

    /// <param name="scope">The door the request comes through.</param>
    /// <param name="live">The stored object in the version of the request; of one that is created, <paramref name="empty"/>.</param>
    /// <param name="liveEntries">Its managed fields.</param>
    /// <param name="config">The configuration applied.</param>
    /// <param name="empty">An object of the kind with nothing set, as it is encoded: what counts as unset.</param>
    /// <param name="manager">The request's <c>fieldManager</c>.</param>
    /// <param name="force">Take over fields of other managers instead of failing.</param>
    /// <param name="now">The time of the entry that changes.</param>
    public static ApplyResult Apply(
        ApplyScope scope, JsonValue live, ListOf<ManagedFieldsEntry> liveEntries, JsonValue config, JsonValue empty, string manager,
        bool force, Time now)
    {
        if (Owners.Decode(liveEntries, out var error) is null) return ApplyResult.Failure($"failed to decode managed fields: {error}");
        var gvk = GroupVersionKind.FromApiVersionAndKind(config["apiVersion"].AsString() ?? "", config["kind"].AsString() ?? "");
        if (gvk != scope.Kind) return ApplyResult.Failure(ApiError.BadRequest($"invalid object type: {gvk}"));
        if (Check(scope, live, config) is { } wrong) return wrong;
        var attempt = Attempt(scope, live, liveEntries, config, empty, manager, force, now, out var conflicts);
        if (conflicts.Count > 0)
        {
            if (manager != LastApplied.Manager || LastApplied.Vouched(scope, live) is not { } vouched)
                return ApplyResult.Failure(Conflict.ToError(conflicts));
            conflicts.RemoveAll(conflict => vouched.Has(conflict.Path));
            if (conflicts.Count > 0) return ApplyResult.Failure(Conflict.ToError(conflicts));
            attempt = Attempt(scope, live, liveEntries, config, empty, manager, force: true, now, out _);
        }

        if (attempt.Failed || manager != LastApplied.Manager) return attempt;
        var refreshed = LastApplied.Refresh(attempt.Object, config);
        return ApplyResult.Success(refreshed, attempt.Entries, attempt.IsNoOp && refreshed == attempt.Object);
    }

    private static ApplyResult? Check(ApplyScope scope, JsonValue live, JsonValue config)
    {
        if (config.At("metadata", "managedFields").Kind == JsonKind.Array)
            return ApplyResult.Failure(ApiError.BadRequest("metadata.managedFields must be nil"));
        var errors = new TypedErrors();
        new TypedValue(scope.Type, config).Validate(allowDuplicates: false, errors);
        if (errors.Count > 0) return ApplyResult.Failure($"failed to create typed patch object ({Describe(scope, config)}): {errors}");
        new TypedValue(scope.Type, live).Validate(allowDuplicates: true, errors);
        return errors.Count > 0 ? ApplyResult.Failure($"failed to create typed live object ({Describe(scope, live)}): {errors}") : null;
    }

    private static ApplyResult Attempt(
        ApplyScope scope, JsonValue live, ListOf<ManagedFieldsEntry> liveEntries, JsonValue config, JsonValue empty, string manager,
        bool force, Time now, out List<Conflict> conflicts)
    {
        conflicts = [];
        var write = new FieldWrite(scope, now);
        var owners = Owners.Decode(liveEntries, out _)!;
        if (owners.Sets.Count == 0 && write.Update(empty, live, owners, BeforeFirstApply) is { } error)
            return ApplyResult.Failure($"failed to create manager for existing fields: {error}");
        var (ownership, merged) = write.Apply(live, config, owners, manager, force);
        conflicts = ownership.Conflicts;
        if (ownership.Error is { } failure) return ApplyResult.Failure(failure);
        return ownership.Failed
            ? ApplyResult.Failure(Conflict.ToError(conflicts))
            : ApplyResult.Success(merged ?? FieldWrite.WithoutManagedFields(live), owners.Encode(), merged is null);
    }

    /// <summary><c>namespace/name; group/version, Kind=Kind</c>.</summary>
    private static string Describe(ApplyScope scope, JsonValue value) =>
        $"{value.At("metadata", "namespace").AsString()}/{value.At("metadata", "name").AsString()}; {scope.Kind}";
}
