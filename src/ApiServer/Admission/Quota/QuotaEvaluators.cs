using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>How each resource is measured. Upstream: <c>pkg/quota/v1/evaluator/core/registry.go</c>.</summary>
internal static class QuotaEvaluators
{
    /// <summary>Resources no quota counts: what the system itself writes. Upstream: <c>install.DefaultIgnoredResources</c>.</summary>
    public static bool IsIgnored(GroupResource resource) => resource is { Group: "" or "events.k8s.io", Resource: "events" }
        or { Group: "", Resource: "bindings" } or { Group: "authentication.k8s.io" or "authorization.k8s.io" };

    public static QuotaEvaluator Of(GroupResource resource) => resource switch
    {
        { Group: "", Resource: "pods" } => new PodEvaluator(),
        { Group: "", Resource: "services" } => new ServiceEvaluator(),
        { Group: "", Resource: "persistentvolumeclaims" } => new ClaimEvaluator(),
        { Group: "resource.k8s.io", Resource: "resourceclaims" } => new DeviceClaimEvaluator(),
        { Group: "", Resource: "configmaps" or "resourcequotas" or "replicationcontrollers" or "secrets" } => new(resource, resource.Resource),
        _ => new(resource),
    };
}
