using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Replication controllers.</summary>
public sealed class ReplicationControllerPrinter() : TablePrinter<ReplicationController>(
[
    Column.Name,
    Column.Integer("Desired", "How many pods there should be."),
    Column.Integer("Current", "How many pods there are."),
    Column.Integer("Ready", "How many pods are ready."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(ReplicationController value, DateTimeOffset now)
    {
        var containers = value.Spec.Template?.Spec.Containers ?? default;
        return
        [
            value.Metadata.Name, value.Spec.Replicas ?? 0, value.Status.Replicas, value.Status.ReadyReplicas, Cell.Age(value.Metadata, now),
            Cell.Names(containers), Cell.Images(containers), LabelSet.FormatOrNone(value.Spec.Selector),
        ];
    }
}

/// <summary>Pod templates.</summary>
public sealed class PodTemplatePrinter() : TablePrinter<PodTemplate>(
[
    Column.Name,
    Column.Containers with { Priority = 0 },
    Column.Images with { Priority = 0 },
    Column.Text("Pod Labels", "The labels of the template's pods."),
])
{
    protected override ListOf<JsonValue> Row(PodTemplate value, DateTimeOffset now) =>
    [
        value.Metadata.Name, Cell.Names(value.Template.Spec.Containers), Cell.Images(value.Template.Spec.Containers),
        LabelSet.FormatOrNone(value.Template.Metadata.Labels),
    ];
}
