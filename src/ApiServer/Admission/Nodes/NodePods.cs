using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission.Pods;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Nodes;

/// <summary>What a node may do to pods: make mirrors of its static ones, say how those it runs are, delete and evict them.</summary>
internal sealed class NodePods(ClusterView cluster)
{
    public ApiError? Check(string node, AdmissionAttributes attributes, IObject? value, IObject? old) => attributes.Subresource switch
    {
        "" => attributes.Operation switch
        {
            AdmissionOperation.Create => CheckMirror(node, attributes, (Pod)value!),
            AdmissionOperation.Delete => (old as Pod)?.Spec.NodeName == node
                ? null
                : attributes.Forbidden($"node \"{node}\" can only delete pods with spec.nodeName set to itself"),
            _ => attributes.Forbidden($"unexpected operation \"{Verb(attributes)}\", node \"{node}\" can only create and delete mirror pods"),
        },
        "status" => attributes.Operation == AdmissionOperation.Update
            ? CheckStatus(node, attributes, (Pod)value!, (Pod)old!)
            : attributes.Forbidden($"unexpected operation \"{Verb(attributes)}\""),
        "eviction" => attributes.Operation == AdmissionOperation.Create
            ? CheckEviction(node, attributes)
            : attributes.Forbidden($"unexpected operation {Verb(attributes)}"),
        var other => attributes.Forbidden($"unexpected pod subresource \"{other}\", only 'status' and 'eviction' are allowed"),
    };

    private static string Verb(AdmissionAttributes attributes) => attributes.Operation.ToString().ToUpperInvariant();

    private ApiError? CheckMirror(string node, AdmissionAttributes attributes, Pod pod)
    {
        if (!pod.Metadata.Annotations.ContainsKey(PodAnnotations.Mirror))
            return attributes.Forbidden($"pod does not have \"{PodAnnotations.Mirror}\" annotation, node \"{node}\" can only create mirror pods");
        if (pod.Spec.NodeName != node) return attributes.Forbidden($"node \"{node}\" can only create pods with spec.nodeName set to itself");
        var owners = pod.Metadata.OwnerReferences;
        if (owners.Count > 1) return attributes.Forbidden($"node \"{node}\" can only create pods with a single owner reference set to itself");
        if (owners.IsEmpty || owners[0] is not { ApiVersion: "v1", Kind: "Node" } || owners[0].Name != node)
            return attributes.Forbidden($"node \"{node}\" can only create pods with an owner reference set to itself");
        if (CheckOwner(node, attributes, owners[0]) is { } wrong) return wrong;
        return Referenced(pod.Spec) is { } what ? attributes.Forbidden($"node \"{node}\" can not create pods that reference {what}") : null;
    }

    private ApiError? CheckOwner(string node, AdmissionAttributes attributes, OwnerReference owner)
    {
        if (owner.Controller != true)
            return attributes.Forbidden($"node \"{node}\" can only create pods with a controller owner reference set to itself");
        if (owner.BlockOwnerDeletion == true)
            return attributes.Forbidden($"node \"{node}\" must not set blockOwnerDeletion on an owner reference");
        if (cluster.Find<Node>(Resources.Nodes, node) is not { } there) return ApiError.NotFound(new("", "node"), node);
        return there.Metadata.Uid == owner.Uid
            ? null
            : attributes.Forbidden($"node {node} UID mismatch: expected {owner.Uid} got {there.Metadata.Uid}");
    }

    private static ApiError? CheckStatus(string node, AdmissionAttributes attributes, Pod pod, Pod old)
    {
        if (old.Spec.NodeName != node)
            return attributes.Forbidden($"node \"{node}\" can only update pod status for pods with spec.nodeName set to itself");
        if (old.Metadata.Labels != pod.Metadata.Labels)
            return attributes.Forbidden($"node \"{node}\" cannot update labels through pod status");
        if (old.Status.ResourceClaimStatuses != pod.Status.ResourceClaimStatuses)
            return attributes.Forbidden($"node \"{node}\" cannot update resource claim statues");
        return old.Status.ExtendedResourceClaimStatus == pod.Status.ExtendedResourceClaimStatus
            ? null
            : attributes.Forbidden($"node \"{node}\" cannot update extended resource claim status");
    }

    private ApiError? CheckEviction(string node, AdmissionAttributes attributes)
    {
        if (cluster.Find<Pod>(Resources.Pods, $"{attributes.Namespace}/{attributes.Name}") is not { } pod)
            return ApiError.NotFound(new("", "pod"), attributes.Name);
        return pod.Spec.NodeName == node
            ? null
            : attributes.Forbidden($"node {node} can only evict pods with spec.nodeName set to itself");
    }

    /// <summary>What of the API the pod refers to; null when nothing. Upstream: <c>HasAPIObjectReference</c>.</summary>
    private static string? Referenced(PodSpec spec)
    {
        if (spec.ServiceAccountName.Length > 0) return "serviceaccounts";
        if (PodReferences.Secrets(spec).Any()) return "secrets";
        if (PodReferences.ConfigMaps(spec).Any()) return "configmaps";
        if (!spec.ResourceClaims.IsEmpty) return "resourceclaims";
        foreach (var volume in spec.Volumes)
            if (Referenced(volume) is { } what) return what;
        return null;
    }

    private static string? Referenced(Volume volume)
    {
        if (volume.ConfigMap is not null) return "configmaps (via configmap volumes)";
        if (volume.Secret is not null) return "secrets (via secret volumes)";
        if (volume.Csi is not null) return "csidrivers (via CSI volumes)";
        if (volume.Glusterfs is not null) return "endpoints (via glusterFS volumes)";
        if (volume.PersistentVolumeClaim is not null) return "persistentvolumeclaims";
        if (volume.Ephemeral is not null) return "persistentvolumeclaims (via ephemeral volumes)";
        if (volume.AzureFile is not null) return "secrets (via azureFile volumes)";
        foreach (var source in volume.Projected?.Sources ?? default)
        {
            if (source.ConfigMap is not null) return "configmaps (via projected volumes)";
            if (source.Secret is not null) return "secrets (via projected volumes)";
            if (source.ServiceAccountToken is not null) return "serviceaccounts (via projected volumes)";
            if (source.ClusterTrustBundle is not null) return "clustertrustbundles";
            if (source.PodCertificate is not null) return "podcertificates";
        }

        return null;
    }
}
