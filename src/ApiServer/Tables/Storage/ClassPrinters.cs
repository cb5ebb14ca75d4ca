using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Storage;

/// <summary>Storage classes.</summary>
public sealed class StorageClassPrinter() : TablePrinter<StorageClass>(
[
    Column.Name,
    Column.Text("Provisioner", "Who makes the volumes."),
    Column.Text("ReclaimPolicy", "What happens to a volume when its claim is gone."),
    Column.Text("VolumeBindingMode", "When volumes are made and bound."),
    Column.Text("AllowVolumeExpansion", "Whether volumes can grow."),
    Column.Age,
])
{
    private static readonly string[] s_defaults =
        ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"];

    protected override ListOf<JsonValue> Row(StorageClass value, DateTimeOffset now)
    {
        var isDefault = s_defaults.Any(annotation => value.Metadata.Annotations.GetValueOrDefault(annotation) == "true");
        return
        [
            value.Metadata.Name + (isDefault ? " (default)" : ""), value.Provisioner, value.ReclaimPolicy ?? "Delete",
            value.VolumeBindingMode ?? "Immediate", value.AllowVolumeExpansion ?? false, Cell.Age(value.Metadata, now),
        ];
    }
}

/// <summary>Volume attributes classes.</summary>
public sealed class VolumeAttributesClassPrinter() : TablePrinter<VolumeAttributesClass>(
    [Column.Name, Column.Text("DriverName", "The driver the class is for."), Column.Age])
{
    protected override ListOf<JsonValue> Row(VolumeAttributesClass value, DateTimeOffset now) =>
        [value.Metadata.Name, value.DriverName, Cell.Age(value.Metadata, now)];
}

/// <summary>Volume attachments.</summary>
public sealed class VolumeAttachmentPrinter() : TablePrinter<VolumeAttachment>(
[
    Column.Name,
    Column.Text("Attacher", "Who attaches the volume.") with { Format = "name" },
    Column.Text("PV", "The persistent volume."),
    Column.Text("Node", "The node."),
    Column.Boolean("Attached", "Whether the volume is attached."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(VolumeAttachment value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.Attacher, value.Spec.Source.PersistentVolumeName ?? "", value.Spec.NodeName, value.Status.Attached,
        Cell.Age(value.Metadata, now),
    ];
}
