using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>The secrets with which a node mounts a volume. Upstream: <c>VisitPVSecretNames</c>, those kubelets see.</summary>
internal static class VolumeSecrets
{
    public static IEnumerable<NodeReference> Of(PersistentVolume volume)
    {
        if (volume.Spec.ClaimRef is not { } claim) yield break;
        var spec = volume.Spec;
        if (spec.AzureFile is { SecretName.Length: > 0 } azure)
            yield return Secret(azure.SecretNamespace is { Length: > 0 } given ? given : claim.Namespace, azure.SecretName);
        // Volumes of older servers have no namespace: it was the claim's.
        var reference = spec.Cephfs?.SecretRef ?? spec.FlexVolume?.SecretRef ?? spec.Rbd?.SecretRef ?? spec.ScaleIO?.SecretRef ?? spec.Iscsi?.SecretRef;
        if (reference is { Name.Length: > 0 })
            yield return Secret(reference.Namespace.Length > 0 ? reference.Namespace : claim.Namespace, reference.Name);
        if (spec.Cinder?.SecretRef is { Name.Length: > 0 } cinder) yield return Secret(cinder.Namespace, cinder.Name);
        if (spec.Storageos?.SecretRef is { Name.Length: > 0 } storage) yield return Secret(storage.Namespace, storage.Name);
        foreach (var csi in (SecretReference?[])[spec.Csi?.NodePublishSecretRef, spec.Csi?.NodeStageSecretRef, spec.Csi?.NodeExpandSecretRef])
            if (csi is { Name.Length: > 0 }) yield return Secret(csi.Namespace, csi.Name);
    }

    private static NodeReference Secret(string @namespace, string name) => new(ReferenceKind.Secret, @namespace, name);
}
