using System.Collections.Frozen;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry;

/// <summary>Keeps <c>metadata.managedFields</c> of one resource, on every write through every door.</summary>
public sealed class FieldOwnership
{
    private readonly ApplyScope _main;
    private readonly FrozenDictionary<string, ApplyScope> _doors;

    /// <param name="info">The resource.</param>
    /// <param name="type">The type of its objects.</param>
    /// <param name="empty">An object with nothing set, as it is encoded.</param>
    /// <param name="doors">The subresources that write the object.</param>
    public FieldOwnership(ResourceInfo info, TypeSchema type, JsonValue empty, IEnumerable<string> doors)
    {
        var names = doors.ToList();
        Empty = empty;
        Type = type;
        // Whoever writes the spec cannot own the status, and the other way round (upstream: GetResetFields).
        _main = new(info.Kind, type)
        {
            Filters = names.Contains("status") ? Without(info, "status") : Without(info),
        };
        _doors = names.ToFrozenDictionary(name => name, name => new ApplyScope(info.Kind, type)
        {
            Subresource = name,
            Filters = name != "status" ? Without(info, "status") : info.IsCustom ? Without(info, "metadata", "spec") : Without(info, "spec"),
        });
    }

    private FieldOwnership(FieldOwnership other, RecordPool? repeats)
    {
        Empty = other.Empty;
        Type = other.Type;
        _main = other._main with { Repeats = repeats };
        _doors = other._doors;
    }

    /// <summary>The same, with the fields of objects that are alike kept in a pool; null keeps none.</summary>
    public FieldOwnership Remembering(RecordPool? repeats) => new(this, repeats);

    public TypeSchema Type { get; }

    /// <summary>What counts as unset.</summary>
    public JsonValue Empty { get; }

    public ApplyScope Scope(string subresource)
    {
        if (subresource.Length == 0) return _main;
        return _doors.TryGetValue(subresource, out var door) ? door : _main with { Subresource = subresource };
    }

    /// <summary>The new object with its first owner.</summary>
    public IObject OnCreate(IObject value, WriteRequest request, TimeProvider time)
    {
        using var bare = new JsonWriter();
        WithEntries(value, default).WriteJson(bare, withKind: true);
        var entries = ManagedFields.Create(
            Scope(request.Subresource), Empty, bare.Written, value.Metadata.ManagedFields, request.FieldManager, Time.From(time.GetUtcNow()));
        return WithEntries(value, entries);
    }

    /// <summary>The changed object with the owners it has now.</summary>
    public IObject OnUpdate(IObject value, StoredObject old, WriteRequest request, TimeProvider time)
    {
        var entries = ManagedFields.Update(
            Scope(request.Subresource), old.Json.Span, old.Value.Metadata.ManagedFields, ObjectJson.Encode(WithEntries(value, default)),
            value.Metadata.ManagedFields, request.FieldManager, Time.From(time.GetUtcNow()));
        return WithEntries(value, entries);
    }

    /// <summary>The object with the old entries when only their times would change: then nothing needs to be written.</summary>
    public static IObject KeepTimes(IObject value, IObject old) =>
        WithEntries(value, ManagedFields.KeepTimes(old.Metadata.ManagedFields, value.Metadata.ManagedFields));

    public static IObject WithEntries(IObject value, ListOf<ManagedFieldsEntry> entries) =>
        value.Metadata.ManagedFields == entries && value.Metadata.ManagedFields.IsAbsent == entries.IsAbsent
            ? value
            : value.WithMetadata(value.Metadata with { ManagedFields = entries });

    private static Dictionary<string, FieldFilter> Without(ResourceInfo info, params ReadOnlySpan<string> fields)
    {
        if (fields.IsEmpty) return [];
        var paths = new PathElement[fields.Length][];
        for (var i = 0; i < paths.Length; i++) paths[i] = [PathElement.Field(fields[i])];
        return new() { [info.Kind.ToApiVersion()] = FieldFilter.AllBut(paths) };
    }
}
