using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// Clears fields that no longer apply after a change of type, if the server may have set them and the client did not change
/// them too (that is for validation to refuse). Upstream: <c>dropTypeDependentFields</c>.
/// </summary>
internal static class DependentFields
{
    public static Service Drop(Service service, Service old)
    {
        var spec = service.Spec;
        if (old.NeedsClusterIp && !service.NeedsClusterIp) spec = DropClusterIps(spec, old.Spec);
        if (old.TakesNodePorts && !service.TakesNodePorts && AddsNoNodePorts(spec, old.Spec)) spec = DropNodePorts(spec);
        if (old.NeedsHealthCheckNodePort && !service.NeedsHealthCheckNodePort && spec.HealthCheckNodePort == old.Spec.HealthCheckNodePort)
            spec = spec with { HealthCheckNodePort = 0 };
        if (old.IsLoadBalancer && !service.IsLoadBalancer)
        {
            if (spec.AllocateLoadBalancerNodePorts == old.Spec.AllocateLoadBalancerNodePorts)
                spec = spec with { AllocateLoadBalancerNodePorts = null };
            if (spec.LoadBalancerClass == old.Spec.LoadBalancerClass) spec = spec with { LoadBalancerClass = null };
        }

        if (old.IsExternallyAccessible && !service.IsExternallyAccessible && spec.ExternalTrafficPolicy == old.Spec.ExternalTrafficPolicy)
            spec = spec with { ExternalTrafficPolicy = "" };

        service = service with { Spec = spec };
        return service.IsLoadBalancer ? service : service with { Status = service.Status with { LoadBalancer = LoadBalancerStatus.Empty } };
    }

    private static ServiceSpec DropClusterIps(ServiceSpec spec, ServiceSpec old)
    {
        if (spec.ClusterIP == old.ClusterIP && spec.ClusterIPs == old.ClusterIPs) spec = spec with { ClusterIP = "", ClusterIPs = default };
        if (spec.IpFamilies == old.IpFamilies) spec = spec with { IpFamilies = default };
        return (spec.IpFamilyPolicy ?? "") == (old.IpFamilyPolicy ?? "") ? spec with { IpFamilyPolicy = null } : spec;
    }

    private static ServiceSpec DropNodePorts(ServiceSpec spec)
    {
        var ports = spec.Ports;
        for (var i = 0; i < ports.Count; i++)
            if (ports[i].NodePort != 0) ports = ports.SetItem(i, ports[i] with { NodePort = 0 });
        return spec with { Ports = ports };
    }

    /// <summary>Every node port of the new Service is one of the old.</summary>
    private static bool AddsNoNodePorts(ServiceSpec spec, ServiceSpec old)
    {
        foreach (var port in spec.Ports)
            if (port.NodePort != 0 && !old.Ports.Any(had => had.NodePort == port.NodePort)) return false;
        return true;
    }
}
