using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Pods.</summary>
public sealed class PodPrinter() : TablePrinter<Pod>(
[
    Column.Name,
    Column.Text("Ready", "How many of the containers are ready."),
    Column.Text("Status", "What the pod is doing, or why it is not."),
    Column.Text("Restarts", "How often containers were restarted, and when one last was."),
    Column.Age,
    Column.Wide("IP", "The pod's first address."),
    Column.Wide("Node", "The node the pod is bound to."),
    Column.Wide("Nominated Node", "The node on which room is being made for the pod."),
    Column.Wide("Readiness Gates", "How many of the pod's readiness gates are open."),
])
{
    private static readonly ListOf<TableRowCondition> s_succeeded =
        [new("Completed", "True", "Succeeded", "The pod has completed successfully.")];

    private static readonly ListOf<TableRowCondition> s_failed = [new("Completed", "True", "Failed", "The pod failed.")];

    protected override ListOf<JsonValue> Row(Pod value, DateTimeOffset now)
    {
        var summary = PodSummary.Of(value);
        var restarts = summary.Restarts == 0 || summary.LastRestart.IsZero
            ? $"{summary.Restarts}"
            : $"{summary.Restarts} ({Cell.Since(summary.LastRestart, now)} ago)";
        return
        [
            value.Metadata.Name, $"{summary.Ready}/{summary.Total}", summary.Reason, restarts, Cell.Age(value.Metadata, now),
            Cell.Or(value.Status.PodIPs.IsEmpty ? "" : value.Status.PodIPs[0].Ip, Cell.None), Cell.Or(value.Spec.NodeName, Cell.None),
            Cell.Or(value.Status.NominatedNodeName, Cell.None), Gates(value),
        ];
    }

    protected override ListOf<TableRowCondition> RowConditions(Pod value) => value.Status.Phase switch
    {
        "Succeeded" => s_succeeded,
        "Failed" => s_failed,
        _ => default,
    };

    private static string Gates(Pod pod)
    {
        if (pod.Spec.ReadinessGates.IsEmpty) return Cell.None;
        var open = pod.Spec.ReadinessGates.Count(gate =>
            pod.Status.Conditions.FirstOrDefault(condition => condition.Type == gate.ConditionType)?.Status == "True");
        return $"{open}/{pod.Spec.ReadinessGates.Count}";
    }
}
