using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>The rules of Deployments. Upstream: <c>ValidateDeploymentSpec</c> of <c>pkg/apis/apps/validation</c>.</summary>
internal static class DeploymentRules
{
    public static void Spec(FieldErrorList errors, DeploymentSpec spec, PodRuleOptions options)
    {
        var path = FieldPath.Of("spec");
        SelectorRules.NotEmpty(errors, path.Child("selector"), spec.Selector, "deployment");
        ReplicaSetRules.Template(errors, path, spec.Selector, spec.Template, options);
        Strategy(errors, path.Child("strategy"), spec.Strategy);
        if (spec.ProgressDeadlineSeconds is { } seconds && seconds <= spec.MinReadySeconds)
            errors.Reject(path.Child("progressDeadlineSeconds"), seconds, "must be greater than minReadySeconds");
    }

    public static void Status(FieldErrorList errors, DeploymentStatus status, DeploymentStatus old)
    {
        ReplicaStatusRules.NotMoreThan(
            errors, status.Replicas, ("updatedReplicas", status.UpdatedReplicas), ("readyReplicas", status.ReadyReplicas),
            ("availableReplicas", status.AvailableReplicas));
        ReplicaStatusRules.AvailableAreReady(errors, status.AvailableReplicas, status.ReadyReplicas);
        ReplicaStatusRules.Collisions(errors, status.CollisionCount, old.CollisionCount);
    }

    private static void Strategy(FieldErrorList errors, FieldPath path, DeploymentStrategy strategy)
    {
        var at = path.Child("rollingUpdate");
        switch (strategy.Type)
        {
            case DeploymentStrategyType.Recreate:
                if (strategy.RollingUpdate is not null) errors.Forbid(at, "may not be specified when strategy `type` is 'Recreate'");
                break;
            case DeploymentStrategyType.RollingUpdate:
                if (strategy.RollingUpdate is { } update) RollingUpdate(errors, at, update);
                else errors.Demand(at, "this should be defaulted and never be nil");
                break;
            default:
                errors.Add(FieldError.NotSupported(path, ImmutableRules.Shown(strategy), ["Recreate", "RollingUpdate"]));
                break;
        }
    }

    private static void RollingUpdate(FieldErrorList errors, FieldPath path, RollingUpdateDeployment update)
    {
        IntOrString unavailable = update.MaxUnavailable ?? 0, surge = update.MaxSurge ?? 0;
        var at = path.Child("maxUnavailable");
        RolloutRules.CountOrPercent(errors, at, unavailable);
        RolloutRules.CountOrPercent(errors, path.Child("maxSurge"), surge);
        if (RolloutRules.IsZero(unavailable) && RolloutRules.IsZero(surge))
            errors.Reject(at, RolloutRules.Shown(unavailable), "may not be 0 when `maxSurge` is 0");
        RolloutRules.AtMostAll(errors, at, unavailable);
    }
}
