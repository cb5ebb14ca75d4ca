using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>Upstream: <c>SetDefaults_Service</c>, and <c>defaultOnReadInternalTrafficPolicy</c> of the storage.</summary>
internal static class ServiceDefaults
{
    /// <summary>Three hours.</summary>
    private const int AffinityTimeoutSeconds = 10800;

    private static readonly SessionAffinityConfig s_affinity = new() { ClientIP = new() { TimeoutSeconds = AffinityTimeoutSeconds } };

    public static Service Apply(Service service)
    {
        var spec = service.Spec;
        if (spec.SessionAffinity.Length == 0) spec = spec with { SessionAffinity = ServiceAffinity.None };
        if (spec.Type.Length == 0) spec = spec with { Type = ServiceType.ClusterIP };
        spec = Affinity(spec);
        spec = Ports(spec);
        if (!ReferenceEquals(spec, service.Spec)) service = service with { Spec = spec };
        spec = Traffic(service);
        if (!ReferenceEquals(spec, service.Spec)) service = service with { Spec = spec };
        return service.IsLoadBalancer ? IpModes(service) : service;
    }

    private static ServiceSpec Affinity(ServiceSpec spec) => spec.SessionAffinity switch
    {
        ServiceAffinity.None when spec.SessionAffinityConfig is not null => spec with { SessionAffinityConfig = null },
        ServiceAffinity.ClientIP when spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is null =>
            spec with { SessionAffinityConfig = s_affinity },
        _ => spec,
    };

    private static ServiceSpec Ports(ServiceSpec spec)
    {
        var ports = spec.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            var port = ports[i];
            if (port.Protocol.Length == 0) port = port with { Protocol = Protocol.TCP };
            if (port.TargetPort == 0 || port.TargetPort == "") port = port with { TargetPort = port.Port };
            if (!ReferenceEquals(port, ports[i])) ports = ports.SetItem(i, port);
        }

        return ports == spec.Ports ? spec : spec with { Ports = ports };
    }

    private static ServiceSpec Traffic(Service service)
    {
        var spec = service.Spec;
        if (service.IsExternallyAccessible && spec.ExternalTrafficPolicy.Length == 0)
            spec = spec with { ExternalTrafficPolicy = ServiceExternalTrafficPolicy.Cluster };
        if (spec.InternalTrafficPolicy is null && (service.TakesNodePorts || spec.Type == ServiceType.ClusterIP))
            spec = spec with { InternalTrafficPolicy = ServiceInternalTrafficPolicy.Cluster };
        // Releases of old set it where it means nothing; it is dropped when such an object is read.
        if (spec.InternalTrafficPolicy is not null && service.IsExternalName) spec = spec with { InternalTrafficPolicy = null };
        if (service.IsLoadBalancer && spec.AllocateLoadBalancerNodePorts is null)
            spec = spec with { AllocateLoadBalancerNodePorts = true };
        return spec;
    }

    private static Service IpModes(Service service)
    {
        var ingress = service.Status.LoadBalancer.Ingress;
        for (var i = 0; i < ingress.Count; i++)
            if (ingress[i] is { IpMode: null, Ip.Length: > 0 } point)
                ingress = ingress.SetItem(i, point with { IpMode = LoadBalancerIPMode.VIP });
        return ingress == service.Status.LoadBalancer.Ingress
            ? service
            : service with { Status = service.Status with { LoadBalancer = service.Status.LoadBalancer with { Ingress = ingress } } };
    }
}
