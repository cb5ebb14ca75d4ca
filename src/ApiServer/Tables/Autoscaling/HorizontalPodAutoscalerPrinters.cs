using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using V1 = Kybernet.Api.Autoscaling.V1;
using V2 = Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Tables.Autoscaling;

/// <summary>Autoscalers of version 2.</summary>
public sealed class HorizontalPodAutoscalerPrinter() : TablePrinter<V2.HorizontalPodAutoscaler>(Columns)
{
    internal static new ListOf<TableColumn> Columns { get; } =
    [
        Column.Name,
        Column.Text("Reference", "What is scaled."),
        Column.Text("Targets", "What the metrics are, and what they should be."),
        Column.Text("MinPods", "The fewest pods there may be."),
        Column.Text("MaxPods", "The most pods there may be."),
        Column.Text("Replicas", "How many pods there are."),
        Column.Age,
    ];

    protected override ListOf<JsonValue> Row(V2.HorizontalPodAutoscaler value, DateTimeOffset now) =>
    [
        value.Metadata.Name, $"{value.Spec.ScaleTargetRef.Kind}/{value.Spec.ScaleTargetRef.Name}",
        MetricCells.Of(value.Spec.Metrics, value.Status.CurrentMetrics), Min(value.Spec.MinReplicas), value.Spec.MaxReplicas,
        value.Status.CurrentReplicas, Cell.Age(value.Metadata, now),
    ];

    internal static string Min(int? replicas) => replicas?.ToString(CultureInfo.InvariantCulture) ?? Cell.Unset;
}

/// <summary>Autoscalers of version 1, which know the use of CPU only; further metrics that annotations carry are not shown.</summary>
public sealed class HorizontalPodAutoscalerV1Printer() : TablePrinter<V1.HorizontalPodAutoscaler>(HorizontalPodAutoscalerPrinter.Columns)
{
    protected override ListOf<JsonValue> Row(V1.HorizontalPodAutoscaler value, DateTimeOffset now) =>
    [
        value.Metadata.Name, $"{value.Spec.ScaleTargetRef.Kind}/{value.Spec.ScaleTargetRef.Name}", Metrics(value),
        HorizontalPodAutoscalerPrinter.Min(value.Spec.MinReplicas), value.Spec.MaxReplicas, value.Status.CurrentReplicas,
        Cell.Age(value.Metadata, now),
    ];

    private static string Metrics(V1.HorizontalPodAutoscaler value)
    {
        if (value.Spec.TargetCPUUtilizationPercentage is not { } target) return Cell.None;
        var current = value.Status.CurrentCPUUtilizationPercentage is { } used ? $"{used}%" : Cell.Unknown;
        return $"cpu: {current}/{target}%";
    }
}

/// <summary>Scales: what the scale subresource of workloads answers.</summary>
public sealed class ScalePrinter() : TablePrinter<V1.Scale>(
[
    Column.Name with { Format = "" },
    Column.Integer("Desired", "How many pods there should be."),
    Column.Integer("Available", "How many pods there are."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(V1.Scale value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.Replicas, value.Status.Replicas, Cell.Age(value.Metadata, now)];
}
