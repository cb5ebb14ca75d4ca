using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;

namespace Kybernet.Controllers.VolumeProtection;

/// <summary>Who uses volumes, claims and attribute classes. Pure.</summary>
public static class VolumeUse
{
    public static bool IsBound(PersistentVolume volume) => volume.Status.Phase == PersistentVolumePhase.Bound;

    /// <summary>A pod that is over, or was never bound to a node, holds nothing.</summary>
    public static bool IsUsedBy(PersistentVolumeClaim claim, Pod pod) =>
        pod.Spec.NodeName.Length > 0 && !pod.IsTerminal && ClaimsOf(pod).Contains(claim.Metadata.Name);

    /// <summary>The claims a pod names, and those made for its ephemeral volumes.</summary>
    public static IEnumerable<string> ClaimsOf(Pod pod)
    {
        foreach (var volume in pod.Spec.Volumes.ToList())
        {
            if (volume.PersistentVolumeClaim is { } claim) yield return claim.ClaimName;
            else if (volume.Ephemeral is not null) yield return $"{pod.Metadata.Name}-{volume.Name}";
        }
    }

    /// <summary>The attribute classes of a claim: asked for, in force, and on the way.</summary>
    public static IReadOnlyCollection<string> ClassesOf(PersistentVolumeClaim claim)
    {
        string?[] names =
        [
            claim.Spec.VolumeAttributesClassName, claim.Status.CurrentVolumeAttributesClassName,
            claim.Status.ModifyVolumeStatus?.TargetVolumeAttributesClassName,
        ];
        return [.. names.OfType<string>().Where(static name => name.Length > 0)];
    }
}
