using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Admission.Storage;

/// <summary>The storage class of a claim: in an old annotation, or in its spec. Upstream: <c>GetPersistentVolumeClaimClass</c>.</summary>
internal static class ClaimClass
{
    private const string BetaAnnotation = "volume.beta.kubernetes.io/storage-class";

    /// <summary>The claim says which class it wants, be it none (<c>""</c>).</summary>
    public static bool IsGiven(PersistentVolumeClaim claim) =>
        claim.Metadata.Annotations.ContainsKey(BetaAnnotation) || claim.Spec.StorageClassName is not null;

    /// <summary>Empty when it has none.</summary>
    public static string Of(PersistentVolumeClaim claim) =>
        claim.Metadata.Annotations.GetValueOrDefault(BetaAnnotation) ?? claim.Spec.StorageClassName ?? "";
}
