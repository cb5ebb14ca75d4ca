using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>Defaults of the claims a StatefulSet makes: those of any claim.</summary>
internal static class ClaimTemplateDefaults
{
    public static PersistentVolumeClaim Claim(PersistentVolumeClaim claim)
    {
        if (claim.Status.Phase.Length == 0)
            claim = claim with { Status = claim.Status with { Phase = PersistentVolumeClaimPhase.Pending } };
        if (claim.Spec.VolumeMode is null)
            claim = claim with { Spec = claim.Spec with { VolumeMode = PersistentVolumeMode.Filesystem } };
        var resources = claim.Spec.Resources;
        if (PodTemplateDefaults.Rounded(resources.Requests, out var requests)) resources = resources with { Requests = requests };
        if (PodTemplateDefaults.Rounded(resources.Limits, out var limits)) resources = resources with { Limits = limits };
        return ReferenceEquals(resources, claim.Spec.Resources)
            ? claim
            : claim with { Spec = claim.Spec with { Resources = resources } };
    }
}
