using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about where volumes come from.</summary>
internal static class VolumeChecks
{
    public static Violation? HostPath(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new List<string>();
        foreach (var volume in spec.Volumes)
            if (volume.HostPath is not null) bad.Add(volume.Name);
        return bad.Count == 0
            ? null
            : new("hostPath volumes", $"{Offenders.Plural("volume", "volumes", bad.Count)} {Offenders.Quoted(bad)}");
    }

    public static Violation? Restricted(ObjectMeta metadata, PodSpec spec)
    {
        var (bad, types) = (new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var volume in spec.Volumes)
        {
            if (IsAllowed(volume)) continue;
            bad.Add(volume.Name);
            types.Add(TypeOf(volume));
        }

        if (bad.Count == 0) return null;
        return new("restricted volume types",
            $"{Offenders.Plural("volume", "volumes", bad.Count)} {Offenders.Quoted(bad)} {Offenders.Plural("uses", "use", bad.Count)} "
            + $"{Offenders.Plural("restricted volume type", "restricted volume types", types.Count)} {Offenders.Quoted(types)}");
    }

    private static bool IsAllowed(Volume volume) =>
        volume.ConfigMap is not null || volume.Csi is not null || volume.DownwardAPI is not null || volume.EmptyDir is not null
        || volume.Ephemeral is not null || volume.Image is not null || volume.PersistentVolumeClaim is not null || volume.Projected is not null
        || volume.Secret is not null;

    private static string TypeOf(Volume volume) => volume switch
    {
        { HostPath: not null } => "hostPath",
        { GcePersistentDisk: not null } => "gcePersistentDisk",
        { AwsElasticBlockStore: not null } => "awsElasticBlockStore",
        { GitRepo: not null } => "gitRepo",
        { Nfs: not null } => "nfs",
        { Iscsi: not null } => "iscsi",
        { Glusterfs: not null } => "glusterfs",
        { Rbd: not null } => "rbd",
        { FlexVolume: not null } => "flexVolume",
        { Cinder: not null } => "cinder",
        { Cephfs: not null } => "cephfs",
        { Flocker: not null } => "flocker",
        { Fc: not null } => "fc",
        { AzureFile: not null } => "azureFile",
        { VsphereVolume: not null } => "vsphereVolume",
        { Quobyte: not null } => "quobyte",
        { AzureDisk: not null } => "azureDisk",
        { PhotonPersistentDisk: not null } => "photonPersistentDisk",
        { PortworxVolume: not null } => "portworxVolume",
        { ScaleIO: not null } => "scaleIO",
        { Storageos: not null } => "storageos",
        _ => "unknown",
    };
}
