using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Volumes that work no more, and files that hide each other.</summary>
internal static class VolumeWarnings
{
    private const string Since22 = "deprecated in v1.22, non-functional in v1.25+";
    private const string Since28 = "deprecated in v1.28, non-functional in v1.31+";

    public static void Check(FieldPath path, PodSpec spec, ICollection<string> warnings)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            var source = spec.Volumes[i];
            if (Deprecation(source) is var (field, message)) warnings.Add($"{path.Index(i).Child(field)}: {message}");
            if (source.Ephemeral?.VolumeClaimTemplate is { } template)
                Claim(path.Index(i).Child("ephemeral").Child("volumeClaimTemplate").Child("spec"), template.Spec, warnings);
        }

        foreach (var volume in spec.Volumes) VirtualPaths.Check(volume, warnings);
    }

    /// <summary>Storage comes in whole bytes.</summary>
    public static void Claim(FieldPath path, PersistentVolumeClaimSpec spec, ICollection<string> warnings)
    {
        ContainerWarnings.Fraction(path.Child("resources").Child("requests"), "storage", spec.Resources.Requests, warnings);
        ContainerWarnings.Fraction(path.Child("resources").Child("limits"), "storage", spec.Resources.Limits, warnings);
    }

    private static (string Field, string Message)? Deprecation(Volume source) => source switch
    {
        { PhotonPersistentDisk: not null } => ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        { GitRepo: not null } => ("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"),
        { ScaleIO: not null } => ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        { Flocker: not null } => ("flocker", Since22),
        { Storageos: not null } => ("storageOS", Since22),
        { Quobyte: not null } => ("quobyte", Since22),
        { Glusterfs: not null } => ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
        { Cephfs: not null } => ("cephfs", Since28),
        { Rbd: not null } => ("rbd", Since28),
        _ => null,
    };
}
