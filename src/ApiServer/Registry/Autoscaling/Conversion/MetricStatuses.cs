using V1 = Kybernet.Api.Autoscaling.V1;
using V2 = Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Registry.Autoscaling.Conversion;

/// <summary>Current values of metrics as the annotation of autoscaling/v1 has them, where most values cannot be left out.</summary>
internal static class MetricStatuses
{
    public static V2.MetricStatus ToV2(V1.MetricStatus status) => new()
    {
        Type = status.Type,
        Object = status.Object is not { } some ? null : new()
        {
            DescribedObject = References.ToV2(some.Target),
            Metric = new() { Name = some.MetricName, Selector = some.Selector },
            Current = new() { Value = some.CurrentValue, AverageValue = some.AverageValue },
        },
        Pods = status.Pods is not { } pods ? null : new()
        {
            Metric = new() { Name = pods.MetricName, Selector = pods.Selector },
            Current = new() { AverageValue = pods.CurrentAverageValue },
        },
        Resource = status.Resource is not { } resource ? null : new()
        {
            Name = resource.Name,
            Current = new() { AverageValue = resource.CurrentAverageValue, AverageUtilization = resource.CurrentAverageUtilization },
        },
        ContainerResource = status.ContainerResource is not { } container ? null : new()
        {
            Name = container.Name,
            Container = container.Container,
            Current = new() { AverageValue = container.CurrentAverageValue, AverageUtilization = container.CurrentAverageUtilization },
        },
        External = status.External is not { } external ? null : new()
        {
            Metric = new() { Name = external.MetricName, Selector = external.MetricSelector },
            Current = new() { Value = external.CurrentValue, AverageValue = external.CurrentAverageValue },
        },
    };

    public static V1.MetricStatus FromV2(V2.MetricStatus status) => new()
    {
        Type = status.Type,
        Object = status.Object is not { } some ? null : new()
        {
            Target = References.FromV2(some.DescribedObject),
            MetricName = some.Metric.Name,
            CurrentValue = some.Current.Value ?? default,
            Selector = some.Metric.Selector,
            AverageValue = some.Current.AverageValue,
        },
        Pods = status.Pods is not { } pods ? null : new()
        {
            MetricName = pods.Metric.Name,
            CurrentAverageValue = pods.Current.AverageValue ?? default,
            Selector = pods.Metric.Selector,
        },
        Resource = status.Resource is not { } resource ? null : new()
        {
            Name = resource.Name,
            CurrentAverageUtilization = resource.Current.AverageUtilization,
            CurrentAverageValue = resource.Current.AverageValue ?? default,
        },
        ContainerResource = status.ContainerResource is not { } container ? null : new()
        {
            Name = container.Name,
            Container = container.Container,
            CurrentAverageUtilization = container.Current.AverageUtilization,
            CurrentAverageValue = container.Current.AverageValue ?? default,
        },
        External = status.External is not { } external ? null : new()
        {
            MetricName = external.Metric.Name,
            MetricSelector = external.Metric.Selector,
            CurrentValue = external.Current.Value ?? default,
            CurrentAverageValue = external.Current.AverageValue,
        },
    };
}
