using Kybernet.Api.Policy.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Scheduling;

/// <summary>Pod disruption budgets.</summary>
public sealed class PodDisruptionBudgetPrinter() : TablePrinter<PodDisruptionBudget>(
[
    Column.Name,
    Column.Text("Min Available", "How many pods must stay available."),
    Column.Text("Max Unavailable", "How many pods may be unavailable."),
    Column.Integer("Allowed Disruptions", "How many pods may be evicted now."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(PodDisruptionBudget value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.MinAvailable?.ToString() ?? "N/A", value.Spec.MaxUnavailable?.ToString() ?? "N/A",
        value.Status.DisruptionsAllowed, Cell.Age(value.Metadata, now),
    ];
}
