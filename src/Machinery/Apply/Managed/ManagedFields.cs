using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>The managed fields of objects written without server-side apply. Upstream: <c>managedfields.FieldManager</c>.</summary>
public static class ManagedFields
{
    /// <summary>The managed fields of an object after a create, update or patch.</summary>
    /// <param name="scope">The door the write comes through.</param>
    /// <param name="live">The object before; of a create, the empty object of the kind, as it is encoded.</param>
    /// <param name="liveEntries">Its managed fields.</param>
    /// <param name="updated">The object as it is to be stored, in the version of the request.</param>
    /// <param name="updatedEntries">The managed fields the request brings: at the main door they count, an empty list resets.</param>
    /// <param name="manager">Who writes: the request's <c>fieldManager</c>, or its user agent up to the first slash.</param>
    /// <param name="now">The time of the entry that changes.</param>
    /// <returns>The entries to store; the absent list when nobody owns anything, or the objects cannot be compared.</returns>
    public static ListOf<ManagedFieldsEntry> Update(
        ApplyScope scope, JsonValue live, ListOf<ManagedFieldsEntry> liveEntries, JsonValue updated,
        ListOf<ManagedFieldsEntry> updatedEntries, string manager, Time now)
    {
        var owners = Before(scope, liveEntries, updatedEntries);
        // An object nobody tracked from its creation on is not tracked before its first apply.
        if (owners.Sets.Count == 0 && HasUid(live)) return default;
        return new FieldWrite(scope, now).Update(live, updated, owners, manager) is null ? owners.Encode() : default;
    }

    /// <summary>
    /// The same for a create, of the object's encoding: nothing but the result is allocated, unless the object has what the quick way
    /// does not know.
    /// </summary>
    /// <param name="scope">The door the write comes through.</param>
    /// <param name="empty">An object of the kind with nothing set, as it is encoded.</param>
    /// <param name="created">The object, as it is encoded in the version of the request.</param>
    /// <param name="createdEntries">The managed fields the request brings.</param>
    /// <param name="manager">Who writes.</param>
    /// <param name="now">The time of the entry.</param>
    public static ListOf<ManagedFieldsEntry> Create(
        ApplyScope scope, JsonValue empty, ReadOnlySpan<byte> created, ListOf<ManagedFieldsEntry> createdEntries, string manager, Time now)
    {
        if (createdEntries.Count > 0 || !FieldsV1Writer.TryWrite(scope, empty, created, out var fields))
            return Update(scope, empty, default, EncodedChanges.Read(created), createdEntries, manager, now);
        if (fields.IsAbsent) return default;
        var entry = new ManagedFieldsEntry
        {
            Manager = manager.Length == 0 ? "unknown" : manager,
            Operation = ManagerId.Update,
            ApiVersion = scope.ApiVersion,
            Time = now,
            FieldsType = "FieldsV1",
            FieldsV1 = fields,
            Subresource = scope.Subresource,
        };
        return [entry];
    }

    /// <summary>The same for an update, of the objects' encodings: quick when only what nobody owns changed, or only the status.</summary>
    public static ListOf<ManagedFieldsEntry> Update(
        ApplyScope scope, ReadOnlySpan<byte> live, ListOf<ManagedFieldsEntry> liveEntries, ReadOnlySpan<byte> updated,
        ListOf<ManagedFieldsEntry> updatedEntries, string manager, Time now)
    {
        // An object with entries was tracked from its creation on, and one version is compared only: parts that are equal do not matter.
        var hasEntries = liveEntries.Count > 0 && scope.Versions is OneVersion;
        if (!hasEntries || !EncodedChanges.TryRead(live, updated, out var before, out var after))
            return Update(scope, EncodedChanges.Read(live), liveEntries, EncodedChanges.Read(updated), updatedEntries, manager, now);
        var keepsEntries = updatedEntries.IsAbsent || scope.Subresource.Length > 0 || updatedEntries == liveEntries;
        if (keepsEntries && before.Members.IsEmpty) return liveEntries;
        return Update(scope, before, liveEntries, after, updatedEntries, manager, now);
    }

    /// <summary>What is wrong with managed fields a request brings; null when nothing is.</summary>
    public static string? Validate(ListOf<ManagedFieldsEntry> entries) => Owners.Decode(entries, out var error) is null ? error : null;

    /// <summary>
    /// The entries to store for an object that is otherwise unchanged: those it has when the new ones differ in their times only, so
    /// that nothing is written.
    /// </summary>
    public static ListOf<ManagedFieldsEntry> KeepTimes(ListOf<ManagedFieldsEntry> before, ListOf<ManagedFieldsEntry> after)
    {
        if (before.Count != after.Count) return after;
        for (var i = 0; i < before.Count; i++)
            if (before[i] != after[i] with { Time = before[i].Time }) return after;
        return before;
    }

    /// <summary>
    /// The entries a write starts from: those the request brings; the live object's when it brings none, or none that can be read,
    /// and always through a subresource.
    /// </summary>
    private static Owners Before(ApplyScope scope, ListOf<ManagedFieldsEntry> live, ListOf<ManagedFieldsEntry> updated)
    {
        if (scope.Subresource.Length == 0)
        {
            if (IsReset(updated)) return new();
            if (Owners.Decode(updated, out _) is { Sets.Count: > 0 } brought) return brought;
        }

        return Owners.Decode(live, out _) ?? new();
    }

    /// <summary>A list that is there and empty, or has one empty entry.</summary>
    private static bool IsReset(ListOf<ManagedFieldsEntry> entries) =>
        entries.Count == 0 ? !entries.IsAbsent : entries.Count == 1 && entries[0] == ManagedFieldsEntry.Empty;

    private static bool HasUid(JsonValue value) => value.At("metadata", "uid").AsString() is { Length: > 0 };
}
