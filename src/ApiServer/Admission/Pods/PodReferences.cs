using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>The objects a pod's spec names. Upstream: the visitors of <c>pkg/api/v1/pod/util.go</c>.</summary>
internal static class PodReferences
{
    public static IEnumerable<string> Secrets(PodSpec spec)
    {
        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
            if (spec.ImagePullSecrets[i].Name.Length > 0) yield return spec.ImagePullSecrets[i].Name;
        foreach (var container in PodContainers.All(spec).AsEnumerable())
            foreach (var name in SecretsOf(container)) yield return name;
        for (var i = 0; i < spec.Volumes.Count; i++)
            foreach (var name in SecretsOf(spec.Volumes[i]))
                if (name.Length > 0) yield return name;
    }

    public static IEnumerable<string> ConfigMaps(PodSpec spec)
    {
        foreach (var container in PodContainers.All(spec).AsEnumerable())
        {
            for (var i = 0; i < container.EnvFrom.Count; i++)
                if (container.EnvFrom[i].ConfigMapRef is { Name.Length: > 0 } whole) yield return whole.Name;
            for (var i = 0; i < container.Env.Count; i++)
                if (container.Env[i].ValueFrom?.ConfigMapKeyRef is { Name.Length: > 0 } key) yield return key.Name;
        }

        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            var volume = spec.Volumes[i];
            if (volume.ConfigMap is { Name.Length: > 0 } map) yield return map.Name;
            for (var j = 0; j < (volume.Projected?.Sources.Count ?? 0); j++)
                if (volume.Projected!.Sources[j].ConfigMap is { Name.Length: > 0 } part) yield return part.Name;
        }
    }

    /// <summary>Claims named, and those made for its ephemeral volumes.</summary>
    public static IEnumerable<string> Claims(Pod pod)
    {
        for (var i = 0; i < pod.Spec.Volumes.Count; i++)
        {
            var volume = pod.Spec.Volumes[i];
            if (volume.PersistentVolumeClaim is { } claim) yield return claim.ClaimName;
            else if (volume.Ephemeral is not null) yield return $"{pod.Metadata.Name}-{volume.Name}";
        }
    }

    private static IEnumerable<string> SecretsOf(Container container)
    {
        for (var i = 0; i < container.EnvFrom.Count; i++)
            if (container.EnvFrom[i].SecretRef is { Name.Length: > 0 } whole) yield return whole.Name;
        for (var i = 0; i < container.Env.Count; i++)
            if (container.Env[i].ValueFrom?.SecretKeyRef is { Name.Length: > 0 } key) yield return key.Name;
    }

    private static IEnumerable<string> SecretsOf(Volume volume)
    {
        if (volume.Projected is { } projected)
        {
            return projected.Sources.Where(static source => source.Secret is not null).Select(static source => source.Secret!.Name);
        }

        var name = volume.Secret?.SecretName ?? volume.AzureFile?.SecretName ?? volume.Cephfs?.SecretRef?.Name ?? volume.Cinder?.SecretRef?.Name
            ?? volume.FlexVolume?.SecretRef?.Name ?? volume.Rbd?.SecretRef?.Name ?? volume.ScaleIO?.SecretRef?.Name
            ?? volume.Iscsi?.SecretRef?.Name ?? volume.Storageos?.SecretRef?.Name ?? volume.Csi?.NodePublishSecretRef?.Name;
        return name is null ? [] : [name];
    }
}
