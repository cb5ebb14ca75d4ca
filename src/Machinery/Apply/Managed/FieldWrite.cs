using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Typed;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>The steps around the comparison of two objects: identities, times, metadata nobody owns, and the limit on managers.</summary>
internal sealed class FieldWrite(ApplyScope scope, Time now)
{
    /// <summary>An object keeps this many managers of updates; older ones are merged into one a version.</summary>
    public const int MostUpdateManagers = 10;

    private const string OldManagers = "ancient-changes";

    /// <summary>What is never owned. The parent <c>metadata</c> goes, the rest of what is in it stays.</summary>
    private static readonly FieldSet s_neverOwned = FieldSet.Of(
        ["apiVersion"], ["kind"], ["metadata"], ["metadata", "name"], ["metadata", "namespace"], ["metadata", "creationTimestamp"],
        ["metadata", "selfLink"], ["metadata", "uid"], ["metadata", "clusterName"], ["metadata", "generation"],
        ["metadata", "managedFields"], ["metadata", "resourceVersion"]);

    internal static FieldSet NeverOwned => s_neverOwned;

    /// <summary>Records a write that is no apply; the error when the objects cannot be compared, else null.</summary>
    public string? Update(JsonValue live, JsonValue updated, Owners owners, string manager)
    {
        var ownership = new Ownership(scope);
        var self = ManagerId.CurrentOperation;
        var sets = ownership.Update(
            new(scope.Type, WithoutManagedFields(live)), new(scope.Type, WithoutManagedFields(updated)), owners.Sets, self);
        if (ownership.Error is { } error) return error;
        owners.Sets = sets;
        Strip(sets, self);
        if (sets.Remove(self, out var taken))
        {
            // The write took something: it counts, and now is the time of the entry.
            var id = ManagerId.For(manager, ManagerId.Update, scope.ApiVersion, scope.Subresource);
            sets[id] = sets.TryGetValue(id, out var before) ? taken with { Fields = taken.Fields.Union(before.Fields) } : taken;
            owners.Times[id] = now;
        }

        Cap(owners);
        return null;
    }

    /// <summary>Applies; the merged object, null when it equals the live one. Look at the ownership for failures first.</summary>
    public (Ownership Ownership, JsonValue? Merged) Apply(JsonValue live, JsonValue config, Owners owners, string manager, bool force)
    {
        var ownership = new Ownership(scope);
        var applier = ManagerId.For(manager, ManagerId.Apply, scope.ApiVersion, scope.Subresource);
        var typedLive = new TypedValue(scope.Type, WithoutManagedFields(live));
        var (merged, sets) = ownership.Apply(typedLive, new(scope.Type, config), owners.Sets, applier, force);
        if (ownership.Failed) return (ownership, null);
        owners.Sets = sets;
        Strip(sets, applier);
        if (ValueOrder.Same(typedLive.Value, merged.Value)) return (ownership, null);
        owners.Times[applier] = now;
        return (ownership, merged.Value);
    }

    /// <summary>The object without its managed fields: they do not own themselves.</summary>
    public static JsonValue WithoutManagedFields(JsonValue value) =>
        value["metadata"] is { Kind: JsonKind.Object } metadata && metadata.Members.ContainsKey("managedFields")
            ? value.With("metadata", metadata.Without("managedFields"))
            : value;

    private static void Strip(Dictionary<ManagerId, VersionedSet> sets, ManagerId manager)
    {
        if (!sets.TryGetValue(manager, out var set)) return;
        var fields = set.Fields.Difference(s_neverOwned);
        if (fields.IsEmpty) sets.Remove(manager);
        else sets[manager] = set with { Fields = fields };
    }

    /// <summary>Merges the oldest updates of a version into one entry until few enough are left.</summary>
    private static void Cap(Owners owners)
    {
        var count = 0;
        foreach (var set in owners.Sets.Values)
            if (!set.IsApplied) count++;
        if (count <= MostUpdateManagers) return;
        var oldest = owners.Sets.Where(set => !set.Value.IsApplied).Select(set => set.Key)
            .OrderBy(id => Owners.Seconds(owners.Times.GetValueOrDefault(id)))
            .ThenBy(id => id.ToJson(), Utf8Order.Comparer);
        var firstOfVersion = new Dictionary<string, ManagerId>();
        foreach (var id in oldest.ToList())
        {
            if (count <= MostUpdateManagers) return;
            var set = owners.Sets[id];
            if (firstOfVersion.TryAdd(set.ApiVersion, id)) continue;
            var bucket = new ManagerId(OldManagers, ManagerId.Update, set.ApiVersion, "");
            if (!owners.Sets.ContainsKey(bucket) && owners.Sets.Remove(firstOfVersion[set.ApiVersion], out var first))
                owners.Sets[bucket] = first;
            owners.Sets[bucket] = set with { Fields = set.Fields.Union(owners.Sets[bucket].Fields) };
            owners.Sets.Remove(id);
            count--;
            // The later of the two: the merged ones come oldest first.
            owners.Times[bucket] = owners.Times.GetValueOrDefault(id);
        }
    }
}
