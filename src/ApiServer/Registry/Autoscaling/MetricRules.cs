using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>A metric: its type, and of the sources the one of that name and no other. Upstream: <c>validateMetricSpec</c>.</summary>
internal static class MetricRules
{
    public static void Check(MetricSpec spec, bool allowInvalidVersion, FieldPath path, FieldErrorList errors)
    {
        if (spec.Type.Length == 0) errors.Add(FieldError.Required(path.Child("type"), "must specify a metric source type"));
        EnumRules.Supported(errors, path.Child("type"), spec.Type, MetricSourceType.Values);
        (string Field, string Type, bool IsSet)[] sources =
        [
            ("object", MetricSourceType.Object, spec.Object is not null),
            ("external", MetricSourceType.External, spec.External is not null),
            ("pods", MetricSourceType.Pods, spec.Pods is not null),
            ("resource", MetricSourceType.Resource, spec.Resource is not null),
            ("containerResource", MetricSourceType.ContainerResource, spec.ContainerResource is not null),
        ];
        CheckFirst(spec, allowInvalidVersion, path, errors);
        var count = sources.Count(source => source.IsSet);
        foreach (var source in sources)
        {
            var isExpected = source.Type == spec.Type;
            if (isExpected && !source.IsSet)
                errors.Add(FieldError.Required(path.Child(source.Field), "must populate information for the given metric source"));
            if (!isExpected && source.IsSet && count != 1)
                errors.Add(FieldError.Forbidden(path.Child(source.Field), "must populate the given metric source only"));
        }
    }

    /// <summary>Of several sources only the first is looked into.</summary>
    private static void CheckFirst(MetricSpec spec, bool allowInvalidVersion, FieldPath path, FieldErrorList errors)
    {
        if (spec.Object is { } some)
        {
            if (!allowInvalidVersion)
                ApiVersionRules.Check(some.DescribedObject, allowNoGroup: true, path.Child("object").Child("describedObject"), errors);
            MetricSourceRules.Object(some, path.Child("object"), errors);
        }
        else if (spec.External is { } external) MetricSourceRules.External(external, path.Child("external"), errors);
        else if (spec.Pods is { } pods) MetricSourceRules.Pods(pods, path.Child("pods"), errors);
        else if (spec.Resource is { } resource) MetricSourceRules.Resource(resource, path.Child("resource"), errors);
        else if (spec.ContainerResource is { } container)
            MetricSourceRules.Container(container, path.Child("containerResource"), errors);
    }
}
