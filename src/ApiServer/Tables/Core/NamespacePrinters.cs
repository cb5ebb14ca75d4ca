using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Namespaces.</summary>
public sealed class NamespacePrinter() : TablePrinter<Namespace>(
    [Column.Name, Column.Text("Status", "Active, or Terminating while its content is deleted."), Column.Age])
{
    protected override ListOf<JsonValue> Row(Namespace value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Status.Phase, Cell.Age(value.Metadata, now)];
}

/// <summary>Resource quotas: used and allowed amounts, those of limits in a column of their own.</summary>
public sealed class ResourceQuotaPrinter() : TablePrinter<ResourceQuota>(
[
    Column.Name,
    Column.Text("Request", "What is used, and what may be, of requests and of objects."),
    Column.Text("Limit", "What is used, and what may be, of limits."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(ResourceQuota value, DateTimeOffset now)
    {
        var (requests, limits) = (new StringBuilder(), new StringBuilder());
        foreach (var (resource, hard) in value.Status.Hard)
        {
            var column = resource.StartsWith("limits.", StringComparison.Ordinal) ? limits : requests;
            if (column.Length > 0) column.Append(", ");
            column.Append(resource).Append(": ").Append(value.Status.Used.GetValueOrDefault(resource)).Append('/').Append(hard);
        }

        return [value.Metadata.Name, requests.ToString(), limits.ToString(), Cell.Age(value.Metadata, now)];
    }
}

/// <summary>Component statuses.</summary>
public sealed class ComponentStatusPrinter() : TablePrinter<ComponentStatus>(
[
    Column.Name,
    Column.Text("Status", "Whether the component is healthy."),
    Column.Text("Message", "What the component says."),
    Column.Text("Error", "What is wrong with the component."),
])
{
    protected override ListOf<JsonValue> Row(ComponentStatus value, DateTimeOffset now) =>
        value.Conditions.FirstOrDefault(condition => condition.Type == "Healthy") is { } health
            ? [value.Metadata.Name, health.Status == "True" ? "Healthy" : "Unhealthy", health.Message, health.Error]
            : [value.Metadata.Name, "Unknown", "", ""];
}
