using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.ResourceQuotas;

/// <summary>Which scopes there are and what each can limit. Upstream: <c>IsResourceQuotaScopeValidForResource</c>.</summary>
internal static class QuotaScopes
{
    public static bool IsStandard(string scope) => ResourceQuotaScope.Values.Contains(scope);

    public static bool Covers(string scope, string resource) => scope switch
    {
        ResourceQuotaScope.BestEffort => resource is "pods",
        ResourceQuotaScope.VolumeAttributesClass => resource is "persistentvolumeclaims" or "requests.storage",
        ResourceQuotaScope.Terminating or ResourceQuotaScope.NotTerminating or ResourceQuotaScope.NotBestEffort
            or ResourceQuotaScope.PriorityClass or ResourceQuotaScope.CrossNamespacePodAffinity =>
            resource is "pods" or "cpu" or "memory" or "limits.cpu" or "limits.memory" or "requests.cpu" or "requests.memory",
        _ => true,
    };
}
