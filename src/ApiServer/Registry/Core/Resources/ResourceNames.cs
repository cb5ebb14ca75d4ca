using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Resources;

/// <summary>What the name of a resource says about it. Upstream: <c>pkg/apis/core/helper/helpers.go</c>.</summary>
public static class ResourceNames
{
    public const string Storage = "storage";

    private const string HugePagesPrefix = "hugepages-";
    private const string RequestsPrefix = "requests.";

    public static bool IsHugePages(string name) => name.StartsWith(HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>Huge pages as a quota names them: by themselves or as requests.</summary>
    public static bool IsQuotaHugePages(string name) =>
        IsHugePages(name) || name.StartsWith(RequestsPrefix + HugePagesPrefix, StringComparison.Ordinal);

    /// <summary>The size of a page that the name of huge pages states.</summary>
    public static bool TryGetPageSize(string name, out Quantity size)
    {
        size = default;
        return IsHugePages(name) && Quantity.TryParse(name.AsSpan(HugePagesPrefix.Length), out size);
    }

    /// <summary>The name is known to the system.</summary>
    public static bool IsStandard(string name) => name is Storage || IsStandardQuota(name);

    /// <summary>A quota can count it.</summary>
    public static bool IsStandardQuota(string name) => IsCountedObject(name) || IsQuotaHugePages(name) || name is
        "cpu" or "memory" or "ephemeral-storage"
        or "requests.cpu" or "requests.memory" or "requests.storage" or "requests.ephemeral-storage"
        or "limits.cpu" or "limits.memory" or "limits.ephemeral-storage";

    /// <summary>A container can ask for it.</summary>
    public static bool IsStandardContainer(string name) => name is "cpu" or "memory" or "ephemeral-storage" || IsHugePages(name);

    /// <summary>Without a prefix, or with one of kubernetes.io.</summary>
    public static bool IsNative(string name) =>
        !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>Not native, and still a qualified name when a quota puts <c>requests.</c> before it.</summary>
    public static bool IsExtended(string name) => !IsNative(name) && !name.StartsWith(RequestsPrefix, StringComparison.Ordinal)
        && QualifiedNames.IsQualifiedName(RequestsPrefix + name).IsEmpty;

    /// <summary>Comes in whole numbers only.</summary>
    public static bool IsInteger(string name) => IsCountedObject(name) || IsExtended(name);

    public static bool IsOvercommitAllowed(string name) => IsNative(name) && !IsHugePages(name);

    private static bool IsCountedObject(string name) => name is
        "pods" or "resourcequotas" or "services" or "replicationcontrollers" or "secrets" or "configmaps"
        or "persistentvolumeclaims" or "services.nodeports" or "services.loadbalancers";
}
