using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Deployments;

/// <summary>How many pods a rollout may add and take away. Upstream: <c>MaxSurge</c>, <c>MaxUnavailable</c>, <c>ResolveFenceposts</c>.</summary>
public static class DeploymentLimits
{
    extension(Deployment deployment)
    {
        public int Replicas => deployment.Spec.Replicas ?? 1;

        public bool IsRollingUpdate => deployment.Spec.Strategy.Type == DeploymentStrategyType.RollingUpdate;

        /// <summary>Pods above the wanted number.</summary>
        public int MaxSurge => deployment.IsRollingUpdate ? Resolve(deployment).Surge : 0;

        /// <summary>Pods that may be unavailable of the wanted number.</summary>
        public int MaxUnavailable => deployment.IsRollingUpdate && deployment.Replicas > 0
            ? Math.Min(Resolve(deployment).Unavailable, deployment.Replicas)
            : 0;

        public bool HasProgressDeadline => deployment.Spec.ProgressDeadlineSeconds is not null and not int.MaxValue;

        public bool HasRevisionHistoryLimit => deployment.Spec.RevisionHistoryLimit is not null and not int.MaxValue;
    }

    /// <summary>Surge rounds up, unavailable down; both zero would never end, so one may be unavailable then.</summary>
    public static (int Surge, int Unavailable) Resolve(IntOrString? maxSurge, IntOrString? maxUnavailable, int replicas)
    {
        if (!(maxSurge ?? 0).TryGetScaledValue(replicas, roundUp: true, out var surge, out _)) return (0, 0);
        if (!(maxUnavailable ?? 0).TryGetScaledValue(replicas, roundUp: false, out var unavailable, out _)) return (0, 0);
        return ((int)surge, surge == 0 && unavailable == 0 ? 1 : (int)unavailable);
    }

    private static (int Surge, int Unavailable) Resolve(Deployment deployment)
    {
        var rolling = deployment.Spec.Strategy.RollingUpdate ?? RollingUpdateDeployment.Empty;
        return Resolve(rolling.MaxSurge, rolling.MaxUnavailable, deployment.Replicas);
    }
}
