using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Tables.Apps;

/// <summary>Deployments.</summary>
public sealed class DeploymentPrinter() : TablePrinter<Deployment>(
[
    Column.Name,
    Column.Text("Ready", "How many of the pods are ready."),
    Column.Text("Up-to-date", "How many pods have the newest template."),
    Column.Text("Available", "How many pods have been ready for long enough."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(Deployment value, DateTimeOffset now)
    {
        var containers = value.Spec.Template.Spec.Containers;
        return
        [
            value.Metadata.Name, $"{value.Status.ReadyReplicas}/{value.Spec.Replicas ?? 0}", value.Status.UpdatedReplicas,
            value.Status.AvailableReplicas, Cell.Age(value.Metadata, now), Cell.Names(containers), Cell.Images(containers),
            value.Spec.Selector.TryToSelector(out var selector, out _) ? selector.ToString() : "<invalid>",
        ];
    }
}
