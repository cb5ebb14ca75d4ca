using Kybernet.Api.Autoscaling.V2;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>What each source of a metric asks of its name and target.</summary>
internal static class MetricSourceRules
{
    public static void Object(ObjectMetricSource source, FieldPath path, FieldErrorList errors)
    {
        Name(source.Metric, path, errors);
        Target(source.Target, path.Child("target"), errors);
        if (source.Target is { Value: null, AverageValue: null })
            errors.Add(FieldError.Required(
                path.Child("target").Child("averageValue"), "must set either a target value or averageValue"));
    }

    public static void External(ExternalMetricSource source, FieldPath path, FieldErrorList errors)
    {
        Name(source.Metric, path, errors);
        var target = path.Child("target");
        Target(source.Target, target, errors);
        if (source.Target is { Value: null, AverageValue: null })
            errors.Add(FieldError.Required(
                target.Child("averageValue"), "must set either a target value for metric or a per-pod target"));
        if (source.Target is { Value: not null, AverageValue: not null })
            errors.Add(FieldError.Forbidden(
                target.Child("value"), "may not set both a target value for metric and a per-pod target"));
    }

    public static void Pods(PodsMetricSource source, FieldPath path, FieldErrorList errors)
    {
        Name(source.Metric, path, errors);
        Target(source.Target, path.Child("target"), errors);
        if (source.Target.AverageValue is null)
            errors.Add(FieldError.Required(path.Child("target").Child("averageValue"), "must specify a positive target averageValue"));
    }

    public static void Resource(ResourceMetricSource source, FieldPath path, FieldErrorList errors)
    {
        if (source.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), "must specify a resource name"));
        ResourceTarget(source.Target, path.Child("target"), errors);
    }

    public static void Container(ContainerResourceMetricSource source, FieldPath path, FieldErrorList errors)
    {
        if (source.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), "must specify a resource name"));
        else ResourceNameRules.Container(errors, path.Child("name"), source.Name);
        if (source.Container.Length == 0) errors.Add(FieldError.Required(path.Child("container"), "must specify a container"));
        else FormatRules.DnsLabel(errors, path.Child("container"), source.Container);
        ResourceTarget(source.Target, path.Child("target"), errors);
    }

    private static void Name(MetricIdentifier metric, FieldPath path, FieldErrorList errors)
    {
        if (metric.Name.Length == 0)
            errors.Add(FieldError.Required(path.Child("metric").Child("name"), "must specify a metric name"));
    }

    private static void ResourceTarget(MetricTarget target, FieldPath path, FieldErrorList errors)
    {
        Target(target, path, errors);
        if (target is { AverageUtilization: null, AverageValue: null })
            errors.Add(FieldError.Required(
                path.Child("averageUtilization"), "must set either a target raw value or a target utilization"));
        if (target is { AverageUtilization: not null, AverageValue: not null })
            errors.Add(FieldError.Forbidden(
                path.Child("averageValue"), "may not set both a target raw value and a target utilization"));
    }

    private static void Target(MetricTarget target, FieldPath path, FieldErrorList errors)
    {
        if (target.Type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), "must specify a metric target type"));
        if (!MetricTargetType.Values.Contains(target.Type))
            errors.Add(FieldError.Invalid(
                path.Child("type"), FieldValue.JsonString(target.Type), "must be either Utilization, Value, or AverageValue"));
        Positive(target.Value, "value");
        Positive(target.AverageValue, "averageValue");
        if (target.AverageUtilization is < 1 and var share)
            errors.Add(FieldError.Invalid(path.Child("averageUtilization"), share, "must be greater than 0"));

        void Positive(Quantity? amount, string field)
        {
            if (amount is { Sign: <= 0 } given) errors.Add(FieldError.Invalid(path.Child(field), given.ToString(), "must be positive"));
        }
    }
}
