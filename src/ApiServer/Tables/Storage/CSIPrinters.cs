using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Storage;

/// <summary>CSI drivers.</summary>
public sealed class CSIDriverPrinter() : TablePrinter<CSIDriver>(
[
    Column.Name,
    Column.Boolean("AttachRequired", "Whether volumes are attached before they are mounted."),
    Column.Boolean("PodInfoOnMount", "Whether the driver is told of the pod when it mounts."),
    Column.Boolean("StorageCapacity", "Whether the scheduler looks at the driver's capacity."),
    Column.Text("TokenRequests", "The audiences of the tokens the driver gets."),
    Column.Boolean("RequiresRepublish", "Whether volumes are published again and again."),
    Column.Text("Modes", "Persistent volumes, ephemeral ones, or both."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(CSIDriver value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.AttachRequired ?? true, value.Spec.PodInfoOnMount ?? false, value.Spec.StorageCapacity ?? false,
        value.Spec.TokenRequests.IsAbsent ? Cell.Unset : string.Join(',', value.Spec.TokenRequests.Select(request => request.Audience)),
        value.Spec.RequiresRepublish ?? false, Cell.Or(string.Join(',', value.Spec.VolumeLifecycleModes), Cell.None),
        Cell.Age(value.Metadata, now),
    ];
}

/// <summary>What CSI drivers tell of nodes.</summary>
public sealed class CSINodePrinter() : TablePrinter<CSINode>(
    [Column.Name, Column.Integer("Drivers", "How many CSI drivers run on the node."), Column.Age])
{
    protected override ListOf<JsonValue> Row(CSINode value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.Drivers.Count, Cell.Age(value.Metadata, now)];
}
