namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// What the rules of a pod's spec let pass: on an update, what the old object already had. All off is the rule for new objects.
/// Upstream: <c>PodValidationOptions</c>, with the feature gates of this version at their defaults.
/// </summary>
internal sealed record PodRuleOptions
{
    public static PodRuleOptions Strict { get; } = new();

    /// <summary>The spec is a pod's own, not a template's.</summary>
    public bool IsPod { get; init; }

    public bool InvalidDeletionCost { get; init; }

    /// <summary>Label selectors of pod affinity, and of the kind itself, may hold malformed values.</summary>
    public bool InvalidLabelValueInSelector { get; init; }

    public bool InvalidLabelValueInNodeAffinity { get; init; }

    public bool InvalidSpreadSelector { get; init; }

    /// <summary>The old object's <c>matchLabelKeys</c> of spread constraints keep the older rule, which its selectors break.</summary>
    public bool LegacyMatchLabelKeys { get; init; }

    public bool IndivisibleHugePages { get; init; }

    public bool NonLocalTokenPath { get; init; }

    public bool SysctlsOfHostNamespaces { get; init; }

    /// <summary>Init containers that are no sidecars may have the resize policy <c>RestartContainer</c>.</summary>
    public bool RestartOfInitContainers { get; init; }

    public bool AnySELinuxChangePolicy { get; init; }

    /// <summary>Tolerations may compare with <c>Lt</c> and <c>Gt</c>.</summary>
    public bool TolerationComparison { get; init; }

    public bool HostNetworkInUserNamespace { get; init; }

    public bool VolumeDevicesInUserNamespace { get; init; }
}
