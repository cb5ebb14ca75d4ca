using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Node.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Scheduling;

/// <summary>Priority classes.</summary>
public sealed class PriorityClassPrinter() : TablePrinter<PriorityClass>(
[
    Column.Name,
    Column.Integer("Value", "The priority of the class's pods: the higher, the more important."),
    Column.Boolean("Global-Default", "Whether pods that name no class get this one."),
    Column.Age,
    Column.Text("PreemptionPolicy", "Whether the class's pods may push others out."),
])
{
    protected override ListOf<JsonValue> Row(PriorityClass value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Value, value.GlobalDefault, Cell.Age(value.Metadata, now), value.PreemptionPolicy ?? ""];
}

/// <summary>Runtime classes.</summary>
public sealed class RuntimeClassPrinter() : TablePrinter<RuntimeClass>(
    [Column.Name, Column.Text("Handler", "The container runtime's name for it."), Column.Age])
{
    protected override ListOf<JsonValue> Row(RuntimeClass value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Handler, Cell.Age(value.Metadata, now)];
}

/// <summary>Leases.</summary>
public sealed class LeasePrinter() : TablePrinter<Lease>([Column.Name, Column.Text("Holder", "Who holds the lease."), Column.Age])
{
    protected override ListOf<JsonValue> Row(Lease value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.HolderIdentity ?? "", Cell.Age(value.Metadata, now)];
}
