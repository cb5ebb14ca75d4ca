using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>
/// Carries ownership of the replica count between a resource and its scale, whose managed fields are part of the resource's.
/// Upstream: <c>managedfields/scalehandler.go</c>.
/// </summary>
/// <param name="parentEntries">The managed fields of the resource.</param>
/// <param name="apiVersion">The <c>apiVersion</c> in which the resource is scaled.</param>
/// <param name="paths">
/// Where the replica count is in each <c>apiVersion</c> of the resource; null for a version without a scale, and entries of versions
/// that are not listed are dropped.
/// </param>
public sealed class ScaleFields(
    ListOf<ManagedFieldsEntry> parentEntries, string apiVersion, IReadOnlyDictionary<string, ListOf<PathElement>?> paths)
{
    private const string ScaleVersion = "autoscaling/v1";

    private static readonly PathElement[] s_replicasInScale = ["spec", "replicas"];

    /// <summary>The managed fields of the scale: who owns the replica count. The error of a malformed entry, or "".</summary>
    public ListOf<ManagedFieldsEntry> ToSubresource(out string error)
    {
        if (Owners.Decode(parentEntries, out error) is not { } parent) return default;
        var scale = new Owners();
        foreach (var (id, set) in parent.Sets)
        {
            if (PathIn(set.ApiVersion) is not { } path || !set.Fields.Has(path.AsSpan())) continue;
            scale.Sets[id] = new(FieldSet.Of(s_replicasInScale), ScaleVersion, set.IsApplied);
            scale.Times[id] = parent.Times[id];
        }

        return scale.Encode();
    }

    /// <summary>The resource's managed fields after a write to the scale left these there. The error of a malformed entry, or "".</summary>
    public ListOf<ManagedFieldsEntry> ToParent(ListOf<ManagedFieldsEntry> scaleEntries, out string error)
    {
        if (Owners.Decode(parentEntries, out error) is not { } parent) return default;
        if (Owners.Decode(scaleEntries, out error) is not { } scale) return default;
        var result = new Owners();
        foreach (var (id, set) in parent.Sets)
        {
            if (!paths.ContainsKey(set.ApiVersion)) continue;
            var kept = set;
            if (PathIn(set.ApiVersion) is { } path && set.Fields.Has(path.AsSpan()) && !scale.Sets.Remove(id))
            {
                // Another manager took the replica count through the scale.
                kept = set with { Fields = set.Fields.Difference(FieldSet.Of([.. path])) };
                if (kept.Fields.IsEmpty) continue;
            }

            result.Sets[id] = kept;
            result.Times[id] = parent.Times[id];
        }

        foreach (var (id, set) in scale.Sets)
        {
            if (!set.Fields.Has(s_replicasInScale) || PathIn(apiVersion) is not { } path) continue;
            result.Sets[id] = new(FieldSet.Of([.. path]), apiVersion, set.IsApplied);
            // Upstream gives the entry the time the resource had for it, which is none for a new one.
            result.Times[id] = parent.Times.GetValueOrDefault(id);
        }

        return result.Encode();
    }

    private ListOf<PathElement>? PathIn(string version) => paths.TryGetValue(version, out var path) ? path : null;
}
