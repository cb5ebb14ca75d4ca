using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Http;

/// <summary>Resources every answer of which warns. Upstream: <c>core/v1/lifecycle.go</c> and <c>endpoints/deprecation</c>.</summary>
internal static class Deprecations
{
    private static readonly List<string> s_endpoints = ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"];
    private static readonly List<string> s_statuses = ["v1 ComponentStatus is deprecated in v1.19+"];

    public static List<string> Of(GroupVersionResource resource) => resource switch
    {
        { Group: "", Resource: "endpoints" } => s_endpoints,
        { Group: "", Resource: "componentstatuses" } => s_statuses,
        _ => [],
    };
}
