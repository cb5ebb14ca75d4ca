using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>Defaults of workloads that depend on other fields. Upstream: <c>pkg/apis/apps/v1/defaults.go</c>.</summary>
internal static class WorkloadDefaults
{
    public static Deployment Deployment(Deployment deployment)
    {
        var spec = deployment.Spec;
        var template = PodTemplateDefaults.Template(spec.Template);
        var strategy = Strategy(spec.Strategy);
        return ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.Strategy)
            ? deployment
            : deployment with { Spec = spec with { Template = template, Strategy = strategy } };
    }

    public static ReplicaSet ReplicaSet(ReplicaSet set)
    {
        var template = PodTemplateDefaults.Template(set.Spec.Template);
        return ReferenceEquals(template, set.Spec.Template) ? set : set with { Spec = set.Spec with { Template = template } };
    }

    public static DaemonSet DaemonSet(DaemonSet set)
    {
        var spec = set.Spec;
        var template = PodTemplateDefaults.Template(spec.Template);
        var strategy = Strategy(spec.UpdateStrategy);
        return ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.UpdateStrategy)
            ? set
            : set with { Spec = spec with { Template = template, UpdateStrategy = strategy } };
    }

    public static StatefulSet StatefulSet(StatefulSet set)
    {
        var spec = set.Spec;
        var template = PodTemplateDefaults.Template(spec.Template);
        var strategy = Strategy(spec.UpdateStrategy);
        var claims = spec.VolumeClaimTemplates.Rewrite(ClaimTemplateDefaults.Claim);
        return ReferenceEquals(template, spec.Template) && ReferenceEquals(strategy, spec.UpdateStrategy)
            && claims.IsSame(spec.VolumeClaimTemplates)
                ? set
                : set with { Spec = spec with { Template = template, UpdateStrategy = strategy, VolumeClaimTemplates = claims } };
    }

    private static DeploymentStrategy Strategy(DeploymentStrategy strategy)
    {
        if (strategy.Type.Length == 0) strategy = strategy with { Type = DeploymentStrategyType.RollingUpdate };
        if (strategy.Type != DeploymentStrategyType.RollingUpdate) return strategy;
        var update = strategy.RollingUpdate ?? RollingUpdateDeployment.Empty;
        return update is { MaxUnavailable: not null, MaxSurge: not null }
            ? strategy
            : strategy with
            {
                RollingUpdate = update with { MaxUnavailable = update.MaxUnavailable ?? "25%", MaxSurge = update.MaxSurge ?? "25%" },
            };
    }

    private static DaemonSetUpdateStrategy Strategy(DaemonSetUpdateStrategy strategy)
    {
        if (strategy.Type.Length == 0) strategy = strategy with { Type = DaemonSetUpdateStrategyType.RollingUpdate };
        if (strategy.Type != DaemonSetUpdateStrategyType.RollingUpdate) return strategy;
        var update = strategy.RollingUpdate ?? RollingUpdateDaemonSet.Empty;
        return update is { MaxUnavailable: not null, MaxSurge: not null }
            ? strategy
            : strategy with
            {
                RollingUpdate = update with { MaxUnavailable = update.MaxUnavailable ?? 1, MaxSurge = update.MaxSurge ?? 0 },
            };
    }

    private static StatefulSetUpdateStrategy Strategy(StatefulSetUpdateStrategy strategy)
    {
        if (strategy.Type.Length == 0)
            strategy = strategy with
            {
                Type = StatefulSetUpdateStrategyType.RollingUpdate,
                RollingUpdate = strategy.RollingUpdate ?? RollingUpdateStatefulSetStrategy.Empty,
            };
        return strategy is { Type: StatefulSetUpdateStrategyType.RollingUpdate, RollingUpdate: { Partition: null } update }
            ? strategy with { RollingUpdate = update with { Partition = 0 } }
            : strategy;
    }
}
