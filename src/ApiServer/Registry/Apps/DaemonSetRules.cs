using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>The rules of DaemonSets. Upstream: <c>ValidateDaemonSetSpec</c> of <c>pkg/apis/apps/validation</c>.</summary>
internal static class DaemonSetRules
{
    public static void Spec(FieldErrorList errors, DaemonSetSpec spec, PodRuleOptions options)
    {
        var path = FieldPath.Of("spec");
        SelectorRules.NotEmpty(errors, path.Child("selector"), spec.Selector, "daemonset", options.InvalidLabelValueInSelector);
        SelectorRules.MatchesTemplate(errors, path.Child("template"), spec.Selector, spec.Template.Metadata.Labels);
        PodTemplateRules.Check(errors, path.Child("template"), spec.Template, options);
        PodTemplateRules.RunsForever(errors, path.Child("template"), spec.Template, DaemonSet.KindName);
        Strategy(errors, path.Child("updateStrategy"), spec.UpdateStrategy);
    }

    private static void Strategy(FieldErrorList errors, FieldPath path, DaemonSetUpdateStrategy strategy)
    {
        switch (strategy.Type)
        {
            case DaemonSetUpdateStrategyType.OnDelete:
                break;
            case DaemonSetUpdateStrategyType.RollingUpdate:
                if (strategy.RollingUpdate is { } update) RollingUpdate(errors, path.Child("rollingUpdate"), update);
                else errors.Demand(path.Child("rollingUpdate"));
                break;
            default:
                errors.Add(FieldError.NotSupported(path, ImmutableRules.Shown(strategy), ["RollingUpdate", "OnDelete"]));
                break;
        }
    }

    /// <summary>A node's pod is replaced after it is gone, or before: one of the two.</summary>
    private static void RollingUpdate(FieldErrorList errors, FieldPath path, RollingUpdateDaemonSet update)
    {
        IntOrString unavailable = update.MaxUnavailable ?? 0, surge = update.MaxSurge ?? 0;
        var (atUnavailable, atSurge) = (path.Child("maxUnavailable"), path.Child("maxSurge"));
        RolloutRules.CountOrPercent(errors, atUnavailable, unavailable);
        RolloutRules.CountOrPercent(errors, atSurge, surge);
        RolloutRules.AtMostAll(errors, atUnavailable, unavailable);
        RolloutRules.AtMostAll(errors, atSurge, surge);
        var (noUnavailable, noSurge) = (RolloutRules.IsZero(unavailable), RolloutRules.IsZero(surge));
        if (!noUnavailable && !noSurge)
            errors.Reject(atSurge, RolloutRules.Shown(surge), "may not be set when maxUnavailable is non-zero");
        if (noUnavailable && noSurge) errors.Demand(atUnavailable, "cannot be 0 when maxSurge is 0");
    }
}
