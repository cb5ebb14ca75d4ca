using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>
/// The projected volume with which a pod reaches the API: a bound token, the cluster's authority, the namespace.
/// Upstream: <c>TokenVolumeSource</c> and <c>mountServiceAccountToken</c>.
/// </summary>
internal static class TokenVolume
{
    public const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string NamePrefix = "kube-api-access-";

    // What tells the token request of an old pod from one that asks for an hour: the token then lives a year, with warnings.
    private const long TokenSeconds = 3607;

    private static readonly ProjectedVolumeSource s_source = new()
    {
        DefaultMode = 420,
        Sources =
        [
            new() { ServiceAccountToken = new() { Path = "token", ExpirationSeconds = TokenSeconds } },
            new() { ConfigMap = new() { Name = "kube-root-ca.crt", Items = [new() { Key = "ca.crt", Path = "ca.crt" }] } },
            new()
            {
                DownwardAPI = new() { Items = [new() { Path = "namespace", FieldRef = new() { ApiVersion = "v1", FieldPath = "metadata.namespace" } }] },
            },
        ],
    };

    /// <summary>Mounts the volume in every container that has nothing at its path, and adds it if one does so.</summary>
    public static PodSpec Mount(PodSpec spec, IdSource ids)
    {
        var there = "";
        foreach (var volume in spec.Volumes)
        {
            if (!volume.Name.StartsWith(NamePrefix, StringComparison.Ordinal)) continue;
            there = volume.Name;
            break;
        }

        var mount = new VolumeMount { Name = there.Length > 0 ? there : ids.NameFrom(NamePrefix), ReadOnly = true, MountPath = MountPath };
        var isUsed = false;
        spec = spec with { InitContainers = Mount(spec.InitContainers, mount, ref isUsed), Containers = Mount(spec.Containers, mount, ref isUsed) };
        return isUsed && there.Length == 0 ? spec with { Volumes = spec.Volumes.Add(new() { Name = mount.Name, Projected = s_source }) } : spec;
    }

    private static ListOf<Container> Mount(ListOf<Container> containers, VolumeMount mount, ref bool isUsed)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            if (HasMount(containers[i])) continue;
            containers = containers.SetItem(i, containers[i] with { VolumeMounts = containers[i].VolumeMounts.Add(mount) });
            isUsed = true;
        }

        return containers;
    }

    private static bool HasMount(Container container)
    {
        foreach (var mount in container.VolumeMounts)
            if (mount.MountPath == MountPath) return true;
        return false;
    }
}
