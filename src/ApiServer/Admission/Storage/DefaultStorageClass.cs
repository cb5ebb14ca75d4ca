using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Storage;

/// <summary>
/// A claim that names no class gets the default one: of several the newest, then the first by name.
/// Upstream: <c>plugin/pkg/admission/storage/storageclass/setdefault</c>.
/// </summary>
internal sealed class DefaultStorageClass(ClusterView cluster) : AdmissionPlugin("DefaultStorageClass", Resources.VolumeClaims)
{
    private const string Annotation = "storageclass.kubernetes.io/is-default-class";
    private const string BetaAnnotation = "storageclass.beta.kubernetes.io/is-default-class";

    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes is not { Operation: AdmissionOperation.Create, Subresource: "" } || value is not PersistentVolumeClaim claim)
            return Outcome<IObject>.Ok(value);
        if (ClaimClass.IsGiven(claim)) return Outcome<IObject>.Ok(claim);
        var best = cluster.In<StorageClass>(Resources.StorageClasses, "").Where(IsDefault)
            .OrderByDescending(static item => item.Metadata.CreationTimestamp).ThenBy(static item => item.Metadata.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return Outcome<IObject>.Ok(best is null ? claim : claim with { Spec = claim.Spec with { StorageClassName = best.Metadata.Name } });
    }

    private static bool IsDefault(StorageClass storage) =>
        storage.Metadata.Annotations.GetValueOrDefault(Annotation) == "true" || storage.Metadata.Annotations.GetValueOrDefault(BetaAnnotation) == "true";
}
