using Kybernet.Machinery.Collections;
using Condition1 = Kybernet.Api.Autoscaling.V1.HorizontalPodAutoscalerCondition;
using Condition2 = Kybernet.Api.Autoscaling.V2.HorizontalPodAutoscalerCondition;
using HorizontalPodAutoscaler1 = Kybernet.Api.Autoscaling.V1.HorizontalPodAutoscaler;
using HorizontalPodAutoscaler2 = Kybernet.Api.Autoscaling.V2.HorizontalPodAutoscaler;
using Metric1 = Kybernet.Api.Autoscaling.V1.MetricSpec;
using Metric2 = Kybernet.Api.Autoscaling.V2.MetricSpec;
using MetricStatus1 = Kybernet.Api.Autoscaling.V1.MetricStatus;
using MetricStatus2 = Kybernet.Api.Autoscaling.V2.MetricStatus;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>
/// Between autoscaling/v1 and v2, which is stored. What v1 has no field for stands in its annotations, as JSON. Upstream:
/// <c>pkg/apis/autoscaling/v1/conversion.go</c>.
/// </summary>
public static class AutoscalerConversion
{
    /// <summary>The stored form, without those annotations; one that is no JSON is dropped unread.</summary>
    public static HorizontalPodAutoscaler2 ToV2(HorizontalPodAutoscaler1 value)
    {
        var annotations = value.Metadata.Annotations;
        var statuses = RoundTripAnnotations.Read<MetricStatus1>(annotations, RoundTripAnnotations.MetricStatuses, "[]v1.MetricStatus");
        var conditions = RoundTripAnnotations.Read<Condition1>(
            annotations, RoundTripAnnotations.Conditions, "[]v1.HorizontalPodAutoscalerCondition");
        return new()
        {
            Metadata = RoundTripAnnotations.Without(value.Metadata),
            Spec = new()
            {
                ScaleTargetRef = References.ToV2(value.Spec.ScaleTargetRef),
                MinReplicas = value.Spec.MinReplicas,
                MaxReplicas = value.Spec.MaxReplicas,
                Metrics = Metrics(value),
                Behavior = BehaviorJson.Read(annotations.GetValueOrDefault(RoundTripAnnotations.Behavior)),
            },
            Status = new()
            {
                ObservedGeneration = value.Status.ObservedGeneration,
                LastScaleTime = value.Status.LastScaleTime,
                CurrentReplicas = value.Status.CurrentReplicas,
                DesiredReplicas = value.Status.DesiredReplicas,
                CurrentMetrics = statuses is { } given ? given.Select(MetricStatuses.ToV2).ToListOf() : CpuStatus(value),
                Conditions = conditions is { } stated ? stated.Select(ToV2).ToListOf() : default,
            },
        };
    }

    public static HorizontalPodAutoscaler1 FromV2(HorizontalPodAutoscaler2 value)
    {
        var (spec, status) = (value.Spec, value.Status);
        return new()
        {
            Metadata = RoundTripAnnotations.Without(value.Metadata) is var metadata
                ? metadata with { Annotations = RoundTripAnnotations.Add(metadata.Annotations, value) }
                : value.Metadata,
            Spec = new()
            {
                ScaleTargetRef = References.FromV2(spec.ScaleTargetRef),
                MinReplicas = spec.MinReplicas,
                MaxReplicas = spec.MaxReplicas,
                TargetCPUUtilizationPercentage =
                    spec.Metrics.FirstOrDefault(RoundTripAnnotations.IsCpu)?.Resource?.Target.AverageUtilization,
            },
            Status = new()
            {
                ObservedGeneration = status.ObservedGeneration,
                LastScaleTime = status.LastScaleTime,
                CurrentReplicas = status.CurrentReplicas,
                DesiredReplicas = status.DesiredReplicas,
                CurrentCPUUtilizationPercentage = status.CurrentMetrics.LastOrDefault(IsCpu)?.Resource?.Current.AverageUtilization,
            },
        };
    }

    public static Condition1 FromV2(Condition2 value) => new()
    {
        Type = value.Type,
        Status = value.Status,
        LastTransitionTime = value.LastTransitionTime,
        Reason = value.Reason,
        Message = value.Message,
    };

    private static Condition2 ToV2(Condition1 value) => new()
    {
        Type = value.Type,
        Status = value.Status,
        LastTransitionTime = value.LastTransitionTime,
        Reason = value.Reason,
        Message = value.Message,
    };

    private static bool IsCpu(MetricStatus2 metric) =>
        metric is { Type: "Resource", Resource: { Name: "cpu", Current.AverageUtilization: not null } };

    /// <summary>The metrics of the annotation, then the CPU's; the default when there is neither.</summary>
    private static ListOf<Metric2> Metrics(HorizontalPodAutoscaler1 value)
    {
        var others = RoundTripAnnotations.Read<Metric1>(
            value.Metadata.Annotations, RoundTripAnnotations.MetricSpecs, "[]v1.MetricSpec");
        ListOf<Metric2> metrics = others is { } given ? given.Select(MetricSpecs.ToV2).ToListOf() : default;
        if (value.Spec.TargetCPUUtilizationPercentage is { } target) metrics = metrics.Add(AutoscalerDefaults.OfCpu(target));
        return metrics.IsEmpty ? [AutoscalerDefaults.Cpu] : metrics;
    }

    private static ListOf<MetricStatus2> CpuStatus(HorizontalPodAutoscaler1 value) =>
        value.Status.CurrentCPUUtilizationPercentage is not { } current
            ? default
            : [new() { Type = "Resource", Resource = new() { Name = "cpu", Current = new() { AverageUtilization = current } } }];
}
