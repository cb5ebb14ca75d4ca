using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Storage;

/// <summary>
/// A claim grows only once it is bound, and if its class lets it. Upstream: <c>plugin/pkg/admission/storage/persistentvolume/resize</c>.
/// </summary>
internal sealed class VolumeClaimResize(ClusterView cluster) : AdmissionPlugin("PersistentVolumeClaimResize", Resources.VolumeClaims)
{
    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not PersistentVolumeClaim claim || old is not PersistentVolumeClaim before) return null;
        var size = claim.Spec.Resources.Requests.GetValueOrDefault("storage");
        if (size <= before.Spec.Resources.Requests.GetValueOrDefault("storage")) return null;
        if (before.Status.Phase != PersistentVolumeClaimPhase.Bound)
            return attributes.Forbidden("Only bound persistent volume claims can be expanded");
        return MayGrow(claim, before)
            ? null
            : attributes.Forbidden(
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize");
    }

    private bool MayGrow(PersistentVolumeClaim claim, PersistentVolumeClaim before)
    {
        var name = ClaimClass.Of(claim);
        return name.Length > 0 && name == ClaimClass.Of(before)
            && cluster.Find<StorageClass>(Resources.StorageClasses, name) is { AllowVolumeExpansion: true };
    }
}
