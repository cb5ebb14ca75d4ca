using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Http;

/// <summary>Resources every answer of which warns. Upstream: <c>core/v1/lifecycle.go</c> and <c>endpoints/deprecation</c>.</summary>
internal static class Deprecations
{
    /// <summary>The warning; null for what is not deprecated.</summary>
    public static string? Of(GroupVersionResource resource) => resource switch
    {
        { Group: "", Resource: "endpoints" } => "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
        { Group: "", Resource: "componentstatuses" } => "v1 ComponentStatus is deprecated in v1.19+",
        _ => null,
    };
}
