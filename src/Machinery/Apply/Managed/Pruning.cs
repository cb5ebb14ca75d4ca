using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Typed;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>
/// Takes out of a merged object what the applier stated last time, states no more, and no other manager owns. Upstream:
/// <c>merge.Updater.prune</c>.
/// </summary>
internal sealed class Pruning(ApplyScope scope, IReadOnlyDictionary<ManagerId, VersionedSet> managers)
{
    private string _version = "";

    public TypedValue Prune(TypedValue merged, VersionedSet last)
    {
        _version = last.ApiVersion;
        if (!scope.Versions.TryConvert(merged, scope.ApiVersion, _version, out var whole)) return merged;
        var pruned = whole.Without(last.Fields.WithDeclaredParents(whole.Type));
        pruned = AddBackOwned(whole, pruned);
        pruned = AddBackNeverOwned(whole, pruned, last.Fields);
        return scope.Versions.TryConvert(pruned, _version, scope.ApiVersion, out var result) ? result : pruned;
    }

    /// <summary>What any manager owns stays. The version at hand comes first: others may need its fields to convert.</summary>
    private TypedValue AddBackOwned(TypedValue whole, TypedValue pruned)
    {
        var owned = managers.Values.GroupBy(set => set.ApiVersion, set => set.Fields)
            .OrderBy(version => version.Key != _version)
            .Select(version => (version.Key, Fields: version.Aggregate((all, fields) => all.Union(fields))));
        foreach (var (version, fields) in owned)
        {
            if (!scope.Versions.TryConvert(whole, _version, version, out var wholeThere)
                || !scope.Versions.TryConvert(pruned, _version, version, out var prunedThere)) continue;
            var type = wholeThere.Type;
            var kept = prunedThere.ToFieldSet().WithDeclaredParents(type).Union(fields.WithDeclaredParents(type));
            var rest = wholeThere.Without(wholeThere.ToFieldSet().WithDeclaredParents(type).Difference(kept));
            if (scope.Versions.TryConvert(rest, version, _version, out var back)) pruned = back;
        }

        return pruned;
    }

    /// <summary>What the applier never stated stays too, owned or not.</summary>
    private static TypedValue AddBackNeverOwned(TypedValue whole, TypedValue pruned, FieldSet last)
    {
        var type = whole.Type;
        var gone = whole.ToFieldSet().WithDeclaredParents(type).Difference(pruned.ToFieldSet().WithDeclaredParents(type));
        return whole.Without(gone.Intersection(last.WithDeclaredParents(type)));
    }
}
