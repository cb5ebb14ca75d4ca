using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>Upstream: <c>SetDefaults_ResourceList</c> on every list of a claim; the rest stands in the schema.</summary>
public static class VolumeClaimDefaults
{
    public static PersistentVolumeClaim Apply(PersistentVolumeClaim claim)
    {
        var spec = Apply(claim.Spec);
        if (!ReferenceEquals(spec, claim.Spec)) claim = claim with { Spec = spec };
        var capacity = ResourceLists.RoundedUp(claim.Status.Capacity);
        var allocated = ResourceLists.RoundedUp(claim.Status.AllocatedResources);
        return ResourceLists.IsSame(capacity, claim.Status.Capacity) && ResourceLists.IsSame(allocated, claim.Status.AllocatedResources)
            ? claim
            : claim with { Status = claim.Status with { Capacity = capacity, AllocatedResources = allocated } };
    }

    /// <summary>The same for the spec alone, which claim templates hold.</summary>
    public static PersistentVolumeClaimSpec Apply(PersistentVolumeClaimSpec spec)
    {
        var (limits, requests) = (ResourceLists.RoundedUp(spec.Resources.Limits), ResourceLists.RoundedUp(spec.Resources.Requests));
        return ResourceLists.IsSame(limits, spec.Resources.Limits) && ResourceLists.IsSame(requests, spec.Resources.Requests)
            ? spec
            : spec with { Resources = spec.Resources with { Limits = limits, Requests = requests } };
    }
}
