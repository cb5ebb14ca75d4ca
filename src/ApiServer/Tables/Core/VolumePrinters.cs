using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Persistent volumes.</summary>
public sealed class PersistentVolumePrinter() : TablePrinter<PersistentVolume>(
[
    Column.Name,
    Column.Text("Capacity", "The volume's size."),
    Column.Text("Access Modes", "How the volume can be mounted."),
    Column.Text("Reclaim Policy", "What happens to the volume when its claim is gone."),
    Column.Text("Status", "Whether the volume is bound."),
    Column.Text("Claim", "The claim the volume is bound to."),
    Column.Text("StorageClass", "The volume's storage class."),
    Column.Text("VolumeAttributesClass", "The volume's attributes class."),
    Column.Text("Reason", "Why the volume is in its status."),
    Column.Age,
    Column.Wide("VolumeMode", "A file system or a raw block device."),
])
{
    protected override ListOf<JsonValue> Row(PersistentVolume value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.Capacity.GetValueOrDefault("storage").ToString(), AccessModes.Short(value.Spec.AccessModes),
        value.Spec.PersistentVolumeReclaimPolicy, value.Metadata.DeletionTimestamp is null ? value.Status.Phase : "Terminating",
        value.Spec.ClaimRef is { } claim ? $"{claim.Namespace}/{claim.Name}" : "",
        value.Metadata.Annotations.TryGetValue(AccessModes.ClassAnnotation, out var old) ? old : value.Spec.StorageClassName,
        value.Spec.VolumeAttributesClassName ?? Cell.Unset, value.Status.Reason, Cell.Age(value.Metadata, now),
        value.Spec.VolumeMode ?? Cell.Unset,
    ];
}

/// <summary>Persistent volume claims.</summary>
public sealed class PersistentVolumeClaimPrinter() : TablePrinter<PersistentVolumeClaim>(
[
    Column.Name,
    Column.Text("Status", "Whether the claim is bound."),
    Column.Text("Volume", "The volume the claim is bound to."),
    Column.Text("Capacity", "The volume's size."),
    Column.Text("Access Modes", "How the volume can be mounted."),
    Column.Text("StorageClass", "The claim's storage class."),
    Column.Text("VolumeAttributesClass", "The claim's volume attributes class."),
    Column.Age,
    Column.Wide("VolumeMode", "A file system or a raw block device."),
])
{
    protected override ListOf<JsonValue> Row(PersistentVolumeClaim value, DateTimeOffset now)
    {
        var isBound = value.Spec.VolumeName.Length > 0;
        return
        [
            value.Metadata.Name, value.Metadata.DeletionTimestamp is null ? value.Status.Phase : "Terminating", value.Spec.VolumeName,
            isBound ? value.Status.Capacity.GetValueOrDefault("storage").ToString() : "",
            isBound ? AccessModes.Short(value.Status.AccessModes) : "",
            value.Metadata.Annotations.TryGetValue(AccessModes.ClassAnnotation, out var old) ? old : value.Spec.StorageClassName ?? "",
            value.Spec.VolumeAttributesClassName ?? Cell.Unset, Cell.Age(value.Metadata, now), value.Spec.VolumeMode ?? Cell.Unset,
        ];
    }
}

/// <summary>Access modes by their initials.</summary>
internal static class AccessModes
{
    /// <summary>Names the storage class, before there was a field for it; still looked at first.</summary>
    public const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly (string Mode, string Short)[] s_modes =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    public static string Short(ListOf<string> modes) =>
        string.Join(',', s_modes.Where(mode => modes.Contains(mode.Mode)).Select(mode => mode.Short));
}
