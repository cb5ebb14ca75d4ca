using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Finds what an update may keep although a new object may not have it. Upstream: <c>GetValidationOptionsFromPodSpecAndMeta</c>.
/// </summary>
internal static class PodRuleOptionsOf
{
    /// <param name="old">The pod before the update; null when it is new.</param>
    public static PodRuleOptions Pod(Pod? old) => Spec(old?.Spec, old?.Metadata) with { IsPod = true };

    /// <param name="old">The template before the update; null when it is new.</param>
    public static PodRuleOptions Template(PodTemplateSpec? old) => Spec(old?.Spec, old?.Metadata);

    private static PodRuleOptions Spec(PodSpec? old, ObjectMeta? metadata)
    {
        if (old is null || metadata is null) return PodRuleOptions.Strict;
        return new()
        {
            InvalidDeletionCost = !PodAnnotationRules.HasValidDeletionCost(metadata.Annotations),
            InvalidLabelValueInSelector = AffinityRules.HasInvalidSelectors(old),
            InvalidLabelValueInNodeAffinity =
                old.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is { } selector
                && NodeSelectorRules.HasInvalidValues(selector),
            InvalidSpreadSelector = TopologySpreadRules.HasInvalidSelectors(old),
            LegacyMatchLabelKeys = TopologySpreadRules.HasInvalidLabelKeys(old),
            IndivisibleHugePages = UsesIndivisibleHugePages(old),
            NonLocalTokenPath = ProjectedVolumeRules.HasNonLocalTokenPath(old),
            SysctlsOfHostNamespaces =
                old.SecurityContext is { } context && context.Sysctls.Any(sysctl => SysctlRules.HostProblem(old, sysctl.Name) is not null),
            RestartOfInitContainers = old.InitContainers.Any(container =>
                !PodContainers.IsSidecar(container)
                && container.ResizePolicy.Any(policy => policy.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer)),
            AnySELinuxChangePolicy = old.SecurityContext?.SeLinuxChangePolicy is not null,
            TolerationComparison = old.Tolerations.Any(toleration => toleration.Operator is TolerationOperator.Lt or TolerationOperator.Gt),
            HostNetworkInUserNamespace = old.HostUsers == false && old.HostNetwork,
            VolumeDevicesInUserNamespace =
                old.HostUsers == false && PodContainers.All(old).Any(container => !container.VolumeDevices.IsEmpty),
        };
    }

    private static bool UsesIndivisibleHugePages(PodSpec spec)
    {
        var lists = PodContainers.All(spec).SelectMany(container => new[] { container.Resources.Limits, container.Resources.Requests });
        foreach (var list in lists.Append(spec.Overhead))
            foreach (var (name, amount) in list)
                if (ResourceNames.IsHugePages(name) && !ResourceNames.IsWholePages(name, amount)) return true;
        return false;
    }
}
