using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.Deployments;

/// <summary>A Deployment's ReplicaSets: the one of its template, and the old ones.</summary>
/// <param name="New">Of the template the Deployment has now; null when it is still to be created.</param>
/// <param name="Old">All others.</param>
public sealed record ReplicaSetHistory(ReplicaSet? New, IReadOnlyList<ReplicaSet> Old)
{
    public const string HashLabel = "pod-template-hash";

    public IEnumerable<ReplicaSet> All => New is null ? Old : Old.Append(New);

    public IEnumerable<ReplicaSet> ActiveOld => Old.Where(IsActive);

    /// <summary>Of several with the Deployment's template the oldest is the new one.</summary>
    public static ReplicaSetHistory Of(Deployment deployment, IEnumerable<ReplicaSet> sets)
    {
        var byAge = sets.OrderBy(set => set.Metadata.CreationTimestamp).ThenBy(set => set.Metadata.Name, StringComparer.Ordinal).ToList();
        var current = byAge.Find(set => AreEqual(set.Spec.Template, deployment.Spec.Template));
        return new(current, byAge.FindAll(set => set != current));
    }

    /// <summary>The set in place of that of the same name.</summary>
    public ReplicaSetHistory With(ReplicaSet set) => set.Metadata.Name == New?.Metadata.Name
        ? this with { New = set }
        : this with { Old = [.. Old.Select(old => old.Metadata.Name == set.Metadata.Name ? set : old)] };

    public ReplicaSet? Find(string name) => All.FirstOrDefault(set => set.Metadata.Name == name);

    /// <summary>Equal but for the hash label.</summary>
    public static bool AreEqual(PodTemplateSpec left, PodTemplateSpec right) => WithoutHash(left) == WithoutHash(right);

    public static PodTemplateSpec WithoutHash(PodTemplateSpec template) => template.Metadata.Labels.ContainsKey(HashLabel)
        ? template with { Metadata = template.Metadata with { Labels = template.Metadata.Labels.Remove(HashLabel) } }
        : template;

    public static bool IsActive(ReplicaSet set) => (set.Spec.Replicas ?? 1) > 0;

    public static int Sum(IEnumerable<ReplicaSet> sets) => sets.Sum(set => set.Spec.Replicas ?? 1);
}
