using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Tables.Apps;

/// <summary>Replica sets.</summary>
public sealed class ReplicaSetPrinter() : TablePrinter<ReplicaSet>(
[
    Column.Name,
    Column.Integer("Desired", "How many pods there should be."),
    Column.Integer("Current", "How many pods there are."),
    Column.Integer("Ready", "How many pods are ready."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(ReplicaSet value, DateTimeOffset now)
    {
        var containers = value.Spec.Template.Spec.Containers;
        return
        [
            value.Metadata.Name, value.Spec.Replicas ?? 0, value.Status.Replicas, value.Status.ReadyReplicas, Cell.Age(value.Metadata, now),
            Cell.Names(containers), Cell.Images(containers), LabelSelectorTerms.Format(value.Spec.Selector.ToTerms()),
        ];
    }
}

/// <summary>Daemon sets.</summary>
public sealed class DaemonSetPrinter() : TablePrinter<DaemonSet>(
[
    Column.Name,
    Column.Integer("Desired", "How many nodes should run the pod."),
    Column.Integer("Current", "How many of these nodes run the pod."),
    Column.Integer("Ready", "How many of these pods are ready."),
    Column.Integer("Up-to-date", "How many pods have the newest template."),
    Column.Integer("Available", "How many pods have been ready for long enough."),
    Column.Text("Node Selector", "The labels of the nodes the pods run on."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(DaemonSet value, DateTimeOffset now)
    {
        var (status, template) = (value.Status, value.Spec.Template.Spec);
        return
        [
            value.Metadata.Name, status.DesiredNumberScheduled, status.CurrentNumberScheduled, status.NumberReady,
            status.UpdatedNumberScheduled, status.NumberAvailable, LabelSet.FormatOrNone(template.NodeSelector),
            Cell.Age(value.Metadata, now),
            Cell.Names(template.Containers), Cell.Images(template.Containers), LabelSelectorTerms.Format(value.Spec.Selector.ToTerms()),
        ];
    }
}

/// <summary>Stateful sets.</summary>
public sealed class StatefulSetPrinter() : TablePrinter<StatefulSet>(
    [Column.Name, Column.Text("Ready", "How many of the pods are ready."), Column.Age, Column.Containers, Column.Images])
{
    protected override ListOf<JsonValue> Row(StatefulSet value, DateTimeOffset now) =>
    [
        value.Metadata.Name, $"{value.Status.ReadyReplicas}/{value.Spec.Replicas ?? 0}", Cell.Age(value.Metadata, now),
        Cell.Names(value.Spec.Template.Spec.Containers), Cell.Images(value.Spec.Template.Spec.Containers),
    ];
}
