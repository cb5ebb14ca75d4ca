using V1 = Kybernet.Api.Autoscaling.V1;
using V2 = Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>Metrics as the annotation of autoscaling/v1 has them. In v1 the type of a target follows from which value is set.</summary>
internal static class MetricSpecs
{
    private const string Utilization = "Utilization";
    private const string Value = "Value";
    private const string AverageValue = "AverageValue";

    public static V2.MetricSpec ToV2(V1.MetricSpec spec) => new()
    {
        Type = spec.Type,
        Object = spec.Object is { } some ? ToV2(some) : null,
        Pods = spec.Pods is not { } pods ? null : new()
        {
            Metric = new() { Name = pods.MetricName, Selector = pods.Selector },
            Target = new() { Type = AverageValue, AverageValue = pods.TargetAverageValue },
        },
        Resource = spec.Resource is not { } resource ? null : new()
        {
            Name = resource.Name,
            Target = Target(resource.TargetAverageUtilization, resource.TargetAverageValue),
        },
        ContainerResource = spec.ContainerResource is not { } container ? null : new()
        {
            Name = container.Name,
            Container = container.Container,
            Target = Target(container.TargetAverageUtilization, container.TargetAverageValue),
        },
        External = spec.External is not { } external ? null : new()
        {
            Metric = new() { Name = external.MetricName, Selector = external.MetricSelector },
            Target = new()
            {
                Type = external.TargetValue is null ? AverageValue : Value,
                Value = external.TargetValue,
                AverageValue = external.TargetAverageValue,
            },
        },
    };

    public static V1.MetricSpec FromV2(V2.MetricSpec spec) => new()
    {
        Type = spec.Type,
        Object = spec.Object is not { } some ? null : new()
        {
            Target = References.FromV2(some.DescribedObject),
            MetricName = some.Metric.Name,
            TargetValue = some.Target.Value ?? default,
            Selector = some.Metric.Selector,
            AverageValue = some.Target.AverageValue,
        },
        Pods = spec.Pods is not { } pods ? null : new()
        {
            MetricName = pods.Metric.Name,
            TargetAverageValue = pods.Target.AverageValue ?? default,
            Selector = pods.Metric.Selector,
        },
        Resource = spec.Resource is not { } resource ? null : new()
        {
            Name = resource.Name,
            TargetAverageUtilization = resource.Target.AverageUtilization,
            TargetAverageValue = resource.Target.AverageValue,
        },
        ContainerResource = spec.ContainerResource is not { } container ? null : new()
        {
            Name = container.Name,
            Container = container.Container,
            TargetAverageUtilization = container.Target.AverageUtilization,
            TargetAverageValue = container.Target.AverageValue,
        },
        External = spec.External is not { } external ? null : new()
        {
            MetricName = external.Metric.Name,
            MetricSelector = external.Metric.Selector,
            TargetValue = external.Target.Value,
            TargetAverageValue = external.Target.AverageValue,
        },
    };

    /// <summary>v1 cannot leave the value out: with an average beside it a zero is none.</summary>
    private static V2.ObjectMetricSource ToV2(V1.ObjectMetricSource source) => new()
    {
        DescribedObject = References.ToV2(source.Target),
        Metric = new() { Name = source.MetricName, Selector = source.Selector },
        Target = new()
        {
            Type = source.AverageValue is null ? Value : AverageValue,
            Value = source.AverageValue is null || !source.TargetValue.IsZero ? source.TargetValue : null,
            AverageValue = source.AverageValue,
        },
    };

    private static V2.MetricTarget Target(int? utilization, Machinery.Values.Quantity? average) => new()
    {
        Type = utilization is null ? AverageValue : Utilization,
        AverageValue = average,
        AverageUtilization = utilization,
    };
}
