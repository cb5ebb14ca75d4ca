using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>The settings of PodTopologySpread. Upstream: <c>PodTopologySpreadArgs</c>.</summary>
/// <param name="Constraints">Of pods without their own; their selectors are those of the pod's services and controller.</param>
/// <param name="IsSystem">They are the system's: nodes without the labels are scored all the same.</param>
public sealed record SpreadArguments(ListOf<TopologySpreadConstraint> Constraints, bool IsSystem)
{
    /// <summary>Upstream's <c>defaultingType: System</c>.</summary>
    public static readonly SpreadArguments Default = new(
        [Soft("kubernetes.io/hostname", 3), Soft("topology.kubernetes.io/zone", 5)], IsSystem: true);

    private static TopologySpreadConstraint Soft(string key, int maxSkew) =>
        TopologySpreadConstraint.Empty with { MaxSkew = maxSkew, TopologyKey = key, WhenUnsatisfiable = "ScheduleAnyway" };
}
