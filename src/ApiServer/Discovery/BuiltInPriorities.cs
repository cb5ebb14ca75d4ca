using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// The priorities of the built-in group-versions. Upstream: <c>cmd/kube-apiserver/app/aggregator.go</c> and
/// <c>pkg/controlplane/apiserver/aggregator.go</c>.
/// </summary>
public static class BuiltInPriorities
{
    /// <summary>A group-version of custom resources.</summary>
    public static ServicePriority Custom { get; } = new(1000, 100);

    private static readonly FrozenDictionary<GroupVersion, ServicePriority> s_priorities = new Dictionary<GroupVersion, ServicePriority>
    {
        // Not in upstream's list: the handler of /apis puts the aggregator's own group first, whatever else there is.
        [new("apiregistration.k8s.io", "v1")] = new(20000, 18),
        [new("", "v1")] = new(18000, 1),
        [new("apps", "v1")] = new(17800, 15),
        [new("events.k8s.io", "v1")] = new(17750, 15),
        [new("authentication.k8s.io", "v1")] = new(17700, 15),
        [new("authorization.k8s.io", "v1")] = new(17600, 15),
        [new("autoscaling", "v1")] = new(17500, 15),
        [new("autoscaling", "v2")] = new(17500, 30),
        [new("batch", "v1")] = new(17400, 15),
        [new("certificates.k8s.io", "v1")] = new(17300, 15),
        [new("networking.k8s.io", "v1")] = new(17200, 15),
        [new("policy", "v1")] = new(17100, 15),
        [new("rbac.authorization.k8s.io", "v1")] = new(17000, 15),
        [new("storage.k8s.io", "v1")] = new(16800, 15),
        [new("admissionregistration.k8s.io", "v1")] = new(16700, 15),
        [new("apiextensions.k8s.io", "v1")] = new(16700, 15),
        [new("scheduling.k8s.io", "v1")] = new(16600, 15),
        [new("coordination.k8s.io", "v1")] = new(16500, 15),
        [new("node.k8s.io", "v1")] = new(16300, 15),
        [new("discovery.k8s.io", "v1")] = new(16200, 15),
        [new("resource.k8s.io", "v1")] = new(16200, 21),
        [new("flowcontrol.apiserver.k8s.io", "v1")] = new(16100, 21),
    }.ToFrozenDictionary();

    /// <summary>The priority of a group-version; <see cref="Custom"/> for one that is not built in.</summary>
    public static ServicePriority Of(GroupVersion groupVersion) => s_priorities.TryGetValue(groupVersion, out var known) ? known : Custom;
}
