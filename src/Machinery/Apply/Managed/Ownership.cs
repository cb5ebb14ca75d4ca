using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Typed;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>Works out who owns what after a write. Upstream: structured-merge-diff's <c>merge.Updater</c>.</summary>
/// <remarks>A failure is left in <see cref="Error"/> or <see cref="Conflicts"/>; the owners are then worth nothing.</remarks>
internal sealed class Ownership(ApplyScope scope)
{
    private readonly Dictionary<string, Comparison> _comparisons = [];

    /// <summary>Why it failed; null when it did not, or for conflicts.</summary>
    public string? Error { get; private set; }

    /// <summary>The fields of other managers that the applier would change.</summary>
    public List<Conflict> Conflicts { get; } = [];

    public bool Failed => Error is not null || Conflicts.Count > 0;

    /// <summary>The writer comes to own what it added or changed; others lose that, and what is gone.</summary>
    public Dictionary<ManagerId, VersionedSet> Update(
        TypedValue live, TypedValue updated, Dictionary<ManagerId, VersionedSet> managers, ManagerId writer)
    {
        var version = scope.ApiVersion;
        managers = Reconcile(live, managers);
        if (Share(live, updated, managers, writer, force: true) is not { } changes) return managers;
        var before = managers.TryGetValue(writer, out var own) ? own.Fields : FieldSet.Empty;
        var fields = before.Difference(changes.Removed).Union(changes.Modified).Union(changes.Added);
        fields = scope.Filter(version)?.Filter(fields) ?? fields;
        if (fields.IsEmpty) managers.Remove(writer);
        else managers[writer] = new(fields, version, IsApplied: false);
        return managers;
    }

    /// <summary>
    /// Merges the configuration over the live object, takes out what the applier stated before and states no more, and gives it
    /// what it states. The merged object comes back even when it equals the live one.
    /// </summary>
    public (TypedValue Merged, Dictionary<ManagerId, VersionedSet> Managers) Apply(
        TypedValue live, TypedValue config, Dictionary<ManagerId, VersionedSet> managers, ManagerId applier, bool force)
    {
        var version = scope.ApiVersion;
        managers = Reconcile(live, managers);
        var errors = new TypedErrors();
        if (live.Merge(config, errors) is not { } merged)
        {
            Error = $"failed to merge config: {errors}";
            return default;
        }

        VersionedSet? last = managers.TryGetValue(applier, out var before) ? before : null;
        var stated = config.ToFieldSet();
        managers[applier] = new(scope.Filter(version)?.Filter(stated) ?? stated, version, IsApplied: true);
        if (last is { Fields.IsEmpty: false } lastSet) merged = new Pruning(scope, managers).Prune(merged, lastSet);
        Share(live, merged, managers, applier, force);
        return (merged, managers);
    }

    /// <summary>Takes from all but the writer what the write changed or removed; without force a conflict. Null on failure.</summary>
    private Comparison? Share(
        TypedValue live, TypedValue updated, Dictionary<ManagerId, VersionedSet> managers, ManagerId writer, bool force)
    {
        if (CompareIn(scope.ApiVersion, live, updated) is not { } changes) return null;
        var conflicts = new Dictionary<ManagerId, FieldSet>();
        var removed = new Dictionary<ManagerId, FieldSet>();
        foreach (var (id, set) in managers.ToArray())
        {
            if (id == writer) continue;
            if (CompareIn(set.ApiVersion, live, updated) is not { } theirs)
            {
                if (Error is not null) return null;
                managers.Remove(id);
                continue;
            }

            var conflict = set.Fields.Intersection(theirs.Modified.Union(theirs.Added));
            if (!conflict.IsEmpty) conflicts[id] = conflict;
            if (!theirs.Removed.IsEmpty) removed[id] = theirs.Removed;
        }

        if (!force && conflicts.Count > 0)
        {
            Conflicts.AddRange(Conflict.Of(conflicts));
            return null;
        }

        foreach (var (id, fields) in conflicts) managers[id] = managers[id] with { Fields = managers[id].Fields.Difference(fields) };
        foreach (var (id, fields) in removed) managers[id] = managers[id] with { Fields = managers[id].Fields.Difference(fields) };
        foreach (var (id, set) in managers.ToArray())
            if (set.Fields.IsEmpty) managers.Remove(id);
        return changes;
    }

    /// <summary>The changes in terms of a version, once for each; null when the version is gone, or with an error.</summary>
    private Comparison? CompareIn(string version, TypedValue live, TypedValue updated)
    {
        if (_comparisons.TryGetValue(version, out var known)) return known;
        if (!scope.Versions.TryConvert(live, scope.ApiVersion, version, out var before)
            || !scope.Versions.TryConvert(updated, scope.ApiVersion, version, out var after)) return null;
        var errors = new TypedErrors();
        if (before.Compare(after, errors) is not { } changes)
        {
            Error = $"failed to compare objects: {errors}";
            return null;
        }

        return _comparisons[version] = changes.Filter(scope.Filter(version));
    }

    private Dictionary<ManagerId, VersionedSet> Reconcile(TypedValue live, Dictionary<ManagerId, VersionedSet> managers)
    {
        var reconciled = new Dictionary<ManagerId, VersionedSet>(managers.Count);
        foreach (var (id, set) in managers)
        {
            if (!scope.Versions.TryConvert(live, scope.ApiVersion, set.ApiVersion, out var converted)) continue;
            reconciled[id] = set with { Fields = SchemaReconciler.Reconcile(converted.Type, set.Fields) };
        }

        return reconciled;
    }
}
