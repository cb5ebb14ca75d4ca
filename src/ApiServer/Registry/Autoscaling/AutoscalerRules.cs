using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>Upstream: <c>validateHorizontalPodAutoscalerSpec</c>. Scaling to zero is off; autoscalers that do may go on.</summary>
internal static class AutoscalerRules
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    /// <param name="spec">The spec.</param>
    /// <param name="old">What it was: references that do not change are not looked at again. Null on creation.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(HorizontalPodAutoscalerSpec spec, HorizontalPodAutoscalerSpec? old, FieldErrorList errors)
    {
        CheckReplicas(spec, old, errors);
        var target = spec.ScaleTargetRef;
        var isSame = old is not null && old.ScaleTargetRef.ApiVersion == target.ApiVersion && old.ScaleTargetRef.Kind == target.Kind;
        if (!isSame)
            ApiVersionRules.Check(target, allowNoGroup: target.Kind == "ReplicationController", s_spec.Child("scaleTargetRef"), errors);
        CheckMetrics(spec, old, errors);
        if (spec.Behavior is not { } behavior) return;
        var path = s_spec.Child("behavior");
        if (behavior.ScaleUp is { } up) ScalingRules.Check(up, path.Child("scaleUp"), errors);
        if (behavior.ScaleDown is { } down) ScalingRules.Check(down, path.Child("scaleDown"), errors);
    }

    private static void CheckReplicas(HorizontalPodAutoscalerSpec spec, HorizontalPodAutoscalerSpec? old, FieldErrorList errors)
    {
        var least = old?.MinReplicas == 0 ? 0 : 1;
        var (min, max) = (s_spec.Child("minReplicas"), s_spec.Child("maxReplicas"));
        BoundRules.Minimum(errors, min, spec.MinReplicas, least);
        if (spec.MaxReplicas == 0) errors.Add(FieldError.Required(max, "must be set and greater than 0"));
        else BoundRules.Minimum(errors, max, spec.MaxReplicas, 1);
        if (spec.MaxReplicas < spec.MinReplicas)
            errors.Add(FieldError.Invalid(max, spec.MaxReplicas, "must be greater than or equal to `minReplicas`"));
    }

    private static void CheckMetrics(HorizontalPodAutoscalerSpec spec, HorizontalPodAutoscalerSpec? old, FieldErrorList errors)
    {
        var path = s_spec.Child("metrics");
        var hadInvalid = old is not null && old.Metrics.Any(metric => metric.Type == MetricSourceType.Object
            && metric.Object is { } source && ApiVersionRules.Problem(source.DescribedObject.ApiVersion, allowNoGroup: true) is not null);
        for (var i = 0; i < spec.Metrics.Count; i++) MetricRules.Check(spec.Metrics[i], hadInvalid, path.Index(i), errors);
        if (spec.MinReplicas == 0 && !spec.Metrics.Any(metric => metric.Type is MetricSourceType.Object or MetricSourceType.External))
            errors.Add(FieldError.Forbidden(path, "must specify at least one Object or External metric to support scaling to zero replicas"));
    }
}
