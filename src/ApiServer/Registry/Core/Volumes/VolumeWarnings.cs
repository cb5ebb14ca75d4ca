using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Upstream: <c>pkg/api/persistentvolume/util.go</c>.</summary>
internal static class VolumeWarnings
{
    public static void Add(PersistentVolume volume, ICollection<string> warnings)
    {
        AddAnnotation("volume.beta.kubernetes.io/storage-class", "deprecated since v1.8; use \"storageClassName\" attribute instead");
        AddAnnotation("volume.beta.kubernetes.io/mount-options", "deprecated since v1.31; use \"mountOptions\" attribute instead");
        if (volume.Spec.PersistentVolumeReclaimPolicy == PersistentVolumeReclaimPolicy.Recycle)
            warnings.Add(
                "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. "
                + "Instead, the recommended approach is to use dynamic provisioning.");
        if (volume.Spec.NodeAffinity?.Required is { } required) AddLabels(required.NodeSelectorTerms, warnings);
        AddSources(volume.Spec, warnings);

        void AddAnnotation(string name, string message)
        {
            if (volume.Metadata.Annotations.ContainsKey(name)) warnings.Add($"metadata.annotations[{name}]: {message}");
        }
    }

    private static void AddLabels(ListOf<NodeSelectorTerm> terms, ICollection<string> warnings)
    {
        for (var i = 0; i < terms.Count; i++)
            for (var j = 0; j < terms[i].MatchExpressions.Count; j++)
                if (Deprecation(terms[i].MatchExpressions[j].Key) is { } message)
                    warnings.Add(
                        $"spec.nodeAffinity.required.nodeSelectorTerms[{i}].matchExpressions[{j}].key: "
                        + $"{terms[i].MatchExpressions[j].Key} is {message}");
    }

    private static string? Deprecation(string label) => label switch
    {
        "beta.kubernetes.io/arch" => "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
        "beta.kubernetes.io/os" => "deprecated since v1.14; use \"kubernetes.io/os\" instead",
        "failure-domain.beta.kubernetes.io/region" => "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
        "failure-domain.beta.kubernetes.io/zone" => "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
        "beta.kubernetes.io/instance-type" => "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master" => "use \"node-role.kubernetes.io/control-plane\" instead",
        _ => null,
    };

    private static void AddSources(PersistentVolumeSpec source, ICollection<string> warnings)
    {
        Add(source.Cephfs is not null, "cephfs", "1.28", "1.31");
        Add(source.PhotonPersistentDisk is not null, "photonPersistentDisk", "1.11", "1.16");
        Add(source.ScaleIO is not null, "scaleIO", "1.16", "1.22");
        Add(source.Storageos is not null, "storageOS", "1.22", "1.25");
        Add(source.Glusterfs is not null, "glusterfs", "1.25", "1.26");
        Add(source.Rbd is not null, "rbd", "1.28", "1.31");

        void Add(bool isUsed, string field, string deprecated, string gone)
        {
            if (isUsed) warnings.Add($"spec.{field}: deprecated in v{deprecated}, non-functional in v{gone}+");
        }
    }
}
