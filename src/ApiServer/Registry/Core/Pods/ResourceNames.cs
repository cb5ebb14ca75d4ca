using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// What kinds of resources there are by name: the system's own, huge pages, extended ones. Upstream: <c>pkg/apis/core/helper</c>.
/// </summary>
internal static class ResourceNames
{
    public const string HugePagesPrefix = "hugepages-";
    public const string RequestsPrefix = "requests.";
    public const string NativeNamespace = "kubernetes.io/";

    private static readonly string[] s_countable =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
        "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] s_measurable =
    [
        "cpu", "memory", "ephemeral-storage", "storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage",
        "requests.storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ];

    public static bool IsHugePages(string name) => name.StartsWith(HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>Known to the system, in a container or in a quota.</summary>
    public static bool IsStandard(string name) =>
        s_measurable.AsSpan().Contains(name) || s_countable.AsSpan().Contains(name) || IsHugePages(name)
        || name.StartsWith(RequestsPrefix + HugePagesPrefix, StringComparison.Ordinal);

    public static bool IsStandardForContainers(string name) => name is "cpu" or "memory" or "ephemeral-storage" || IsHugePages(name);

    /// <summary>What <c>spec.resources</c> of a pod may hold.</summary>
    public static bool IsSupportedForPods(string name) => name is "cpu" or "memory" || IsHugePages(name);

    /// <summary>In Kubernetes' own domain: names without a domain are.</summary>
    public static bool IsNative(string name) =>
        !name.Contains('/', StringComparison.Ordinal) || name.Contains(NativeNamespace, StringComparison.Ordinal);

    /// <summary>A resource of somebody else's, whose name still is one with <c>requests.</c> before it.</summary>
    public static bool IsExtended(string name) =>
        !IsNative(name) && !name.StartsWith(RequestsPrefix, StringComparison.Ordinal)
        && QualifiedNames.IsQualifiedName(RequestsPrefix + name).IsEmpty;

    /// <summary>Counted in whole units.</summary>
    public static bool IsInteger(string name) => s_countable.AsSpan().Contains(name) || IsExtended(name);

    /// <summary>Containers may be promised more of it together than there is.</summary>
    public static bool IsOvercommitAllowed(string name) => IsNative(name) && !IsHugePages(name);

    /// <summary>The amount is a multiple of the page size that the name tells.</summary>
    public static bool IsWholePages(string name, Quantity quantity)
    {
        if (!Quantity.TryParse(name.AsSpan(HugePagesPrefix.Length), out var page)) return false;
        return page.Sign > 0 && page.MilliValue() % 1000 == 0 && quantity.Value() % page.Value() == 0;
    }
}
