using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Storage;

/// <summary>
/// Claims and volumes get a finalizer, which a controller takes off when nobody uses them any more.
/// Upstream: <c>plugin/pkg/admission/storage/storageobjectinuseprotection</c>.
/// </summary>
internal sealed class StorageObjectInUseProtection()
    : AdmissionPlugin("StorageObjectInUseProtection", Resources.VolumeClaims, Resources.Volumes, Resources.VolumeAttributesClasses)
{
    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" }) return Outcome<IObject>.Ok(value);
        var finalizer = FinalizerOf(attributes.Resource.GroupResource);
        var metadata = value.Metadata;
        return Outcome<IObject>.Ok(metadata.Finalizers.Contains(finalizer)
            ? value
            : value.WithMetadata(metadata with { Finalizers = metadata.Finalizers.Add(finalizer) }));
    }

    private static string FinalizerOf(GroupResource resource) =>
        resource == Resources.VolumeClaims ? "kubernetes.io/pvc-protection"
        : resource == Resources.Volumes ? "kubernetes.io/pv-protection"
        : "kubernetes.io/vac-protection";
}
