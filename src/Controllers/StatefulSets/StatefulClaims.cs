using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>The volume claims of a StatefulSet's pods, and who owns them. Pure. Upstream: <c>stateful_set_utils.go</c>.</summary>
public static class StatefulClaims
{
    public static ListOf<PersistentVolumeClaim> Templates(StatefulSet set) => set.Spec.VolumeClaimTemplates;

    public static string NameOf(StatefulSet set, PersistentVolumeClaim template, int ordinal) =>
        string.Create(CultureInfo.InvariantCulture, $"{template.Metadata.Name}-{set.Metadata.Name}-{ordinal}");

    /// <summary>The claims a pod needs.</summary>
    public static IEnumerable<PersistentVolumeClaim> For(StatefulSet set, Pod pod) => Templates(set).Select(template => template with
    {
        Metadata = template.Metadata with
        {
            Name = NameOf(set, template, StatefulPods.OrdinalOf(set, pod)),
            Namespace = set.Metadata.Namespace,
            Labels = (set.Spec.Selector?.MatchLabels ?? default).Aggregate(
                template.Metadata.Labels, static (labels, label) => labels.SetItem(label.Key, label.Value)),
        },
    });

    /// <summary>A claim that belongs to an older pod of the same name goes with that one; a new pod waits for it.</summary>
    public static bool IsStale(StatefulSet set, PersistentVolumeClaim claim, Pod pod) =>
        Deletes(set.Spec.PersistentVolumeClaimRetentionPolicy?.WhenScaled)
        && claim.Metadata.OwnerReferences.Any(owner => Names(owner, pod) && owner.Uid != pod.Metadata.Uid);

    /// <summary>The claim with the owners the retention policy asks for; the same claim when it has them, or when others manage it.</summary>
    public static PersistentVolumeClaim Owned(StatefulSet set, PersistentVolumeClaim claim, Pod pod)
    {
        var owners = claim.Metadata.OwnerReferences;
        if (owners.Any(owner => (Names(owner, pod) && owner.Uid != pod.Metadata.Uid) || (Names(owner, set) && owner.Uid != set.Metadata.Uid)))
            return claim;
        var wanted = owners.Where(owner => !Names(owner, set) && !Names(owner, pod)).ToList();
        var policy = set.Spec.PersistentVolumeClaimRetentionPolicy;
        var isScaledDown = !StatefulPods.IsInRange(set, StatefulPods.OrdinalOf(set, pod));
        var isForeign = (Deletes(policy?.WhenScaled) || Deletes(policy?.WhenDeleted)) && wanted.Exists(static owner => owner.Controller == true);
        if (!isForeign)
        {
            if (Deletes(policy?.WhenScaled) && isScaledDown) wanted.Add(Reference(pod));
            else if (Deletes(policy?.WhenDeleted)) wanted.Add(Reference(set));
        }

        var list = wanted.ToListOf();
        return list == owners ? claim : claim with { Metadata = claim.Metadata with { OwnerReferences = list } };
    }

    private static OwnerReference Reference(IObject owner) => owner.ToControllerReference();

    private static bool Deletes(string? policy) => policy == PersistentVolumeClaimRetentionPolicyType.Delete;

    private static bool Names(OwnerReference owner, IObject value) =>
        owner.Kind == value.Gvk.Kind && owner.ApiVersion == value.Gvk.ToApiVersion() && owner.Name == value.Metadata.Name;
}
