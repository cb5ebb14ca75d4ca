using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Http;

/// <summary>Warnings with every answer of a resource that will go. Upstream: <c>zz_generated.prerelease-lifecycle.go</c> of the API's packages.</summary>
internal static class Deprecations
{
    /// <summary>The warning; null for what stays.</summary>
    public static string? Of(GroupVersionKind kind)
    {
        if (kind == Endpoints.Gvk) return "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
        return kind == ComponentStatus.Gvk ? "v1 ComponentStatus is deprecated in v1.19+" : null;
    }
}
