using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Pods;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>What a node must read to run a pod. Upstream: <c>Graph.AddPod</c>.</summary>
internal static class PodNeeds
{
    public static IEnumerable<NodeReference> Of(Pod pod)
    {
        var space = pod.Metadata.Namespace;
        // A node writes its mirror pods itself: what they name must open nothing to it.
        if (pod.Spec.NodeName.Length == 0 || pod.Metadata.Annotations.ContainsKey(PodAnnotations.Mirror)) yield break;
        if (pod.Spec.ServiceAccountName.Length > 0) yield return new(ReferenceKind.ServiceAccount, space, pod.Spec.ServiceAccountName);
        foreach (var name in PodReferences.Secrets(pod.Spec)) yield return new(ReferenceKind.Secret, space, name);
        foreach (var name in PodReferences.ConfigMaps(pod.Spec)) yield return new(ReferenceKind.ConfigMap, space, name);
        foreach (var name in PodReferences.Claims(pod)) yield return new(ReferenceKind.VolumeClaim, space, name);
        foreach (var name in DeviceClaims(pod)) yield return new(ReferenceKind.ResourceClaim, space, name);
    }

    /// <summary>True when both need the same: of what counts only little can change in a pod.</summary>
    public static bool AreSame(Pod pod, Pod old) =>
        pod.Metadata.Uid == old.Metadata.Uid && pod.Spec.NodeName == old.Spec.NodeName
        && pod.Spec.EphemeralContainers.Count == old.Spec.EphemeralContainers.Count
        && pod.Status.ResourceClaimStatuses == old.Status.ResourceClaimStatuses
        && pod.Status.ExtendedResourceClaimStatus == old.Status.ExtendedResourceClaimStatus;

    /// <summary>Claims named in the spec, and those made for it, which its status names.</summary>
    private static IEnumerable<string> DeviceClaims(Pod pod)
    {
        for (var i = 0; i < pod.Spec.ResourceClaims.Count; i++)
        {
            var claim = pod.Spec.ResourceClaims[i];
            var name = claim.ResourceClaimName
                ?? pod.Status.ResourceClaimStatuses.FirstOrDefault(status => status.Name == claim.Name)?.ResourceClaimName;
            if (name is { Length: > 0 }) yield return name;
        }

        if (pod.Status.ExtendedResourceClaimStatus is { ResourceClaimName: { Length: > 0 } extended }) yield return extended;
    }
}
