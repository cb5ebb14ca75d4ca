using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Resources;

/// <summary>Device classes.</summary>
public sealed class DeviceClassPrinter() : TablePrinter<DeviceClass>([Column.Name, Column.Age])
{
    protected override ListOf<JsonValue> Row(DeviceClass value, DateTimeOffset now) => [value.Metadata.Name, Cell.Age(value.Metadata, now)];
}

/// <summary>Resource slices.</summary>
public sealed class ResourceSlicePrinter() : TablePrinter<ResourceSlice>(
[
    Column.Name,
    Column.Text("Node", "The node the devices are on."),
    Column.Text("Driver", "The driver of the devices."),
    Column.Text("Pool", "The pool the slice is a part of."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(ResourceSlice value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.NodeName ?? "", value.Spec.Driver, value.Spec.Pool.Name, Cell.Age(value.Metadata, now)];
}
