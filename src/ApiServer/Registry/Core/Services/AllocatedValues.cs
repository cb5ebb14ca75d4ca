using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// Keeps what the server allocated when a client sends a Service again without it. Both methods may be applied twice.
/// </summary>
/// <remarks>Upstream: <c>patchAllocatedValues</c> and <c>normalizeClusterIPs</c>, which run before the allocators.</remarks>
public static class AllocatedValues
{
    /// <summary>Takes over cluster IPs, node ports by port name, and the health check's port, where the new Service leaves them out.</summary>
    public static Service Keep(Service service, Service old)
    {
        var spec = service.Spec;
        if (old.NeedsClusterIp && service.NeedsClusterIp)
        {
            if (spec.ClusterIP.Length == 0) spec = spec with { ClusterIP = old.Spec.ClusterIP };
            if (spec.ClusterIPs.IsEmpty && !old.Spec.ClusterIPs.IsEmpty) spec = spec with { ClusterIPs = old.Spec.ClusterIPs };
        }

        if (old.NeedsNodePorts && service.NeedsNodePorts) spec = KeepNodePorts(spec, old.Spec);
        if (old.NeedsHealthCheckNodePort && service.NeedsHealthCheckNodePort && spec.HealthCheckNodePort == 0)
            spec = spec with { HealthCheckNodePort = old.Spec.HealthCheckNodePort };
        return service with { Spec = spec };
    }

    /// <summary>
    /// Makes <c>clusterIPs</c> follow <c>clusterIP</c> for clients that know only the latter; <paramref name="old"/> is null on
    /// creation. What a client sets in both is left to validation.
    /// </summary>
    public static Service SyncClusterIps(Service service, Service? old)
    {
        var spec = service.Spec;
        if (old is null)
        {
            if (spec.ClusterIP.Length > 0 && spec.ClusterIPs.IsEmpty) spec = spec with { ClusterIPs = [spec.ClusterIP] };
            return service with { Spec = spec };
        }

        var isSame = spec.ClusterIP == old.Spec.ClusterIP;
        if (isSame && spec.ClusterIPs.IsEmpty && !old.Spec.ClusterIPs.IsEmpty) spec = spec with { ClusterIPs = old.Spec.ClusterIPs };
        if (!isSame && SameClusterIps(service, old))
            spec = spec with { ClusterIPs = old.Spec.ClusterIP.Length > 0 && spec.ClusterIP.Length == 0 ? default : [spec.ClusterIP] };
        return service with { Spec = spec };

        // Upstream's helper here compares the plural field only.
        static bool SameClusterIps(Service service, Service old) => service.Spec.ClusterIPs == old.Spec.ClusterIPs;
    }

    private static ServiceSpec KeepNodePorts(ServiceSpec spec, ServiceSpec old)
    {
        var ports = spec.Ports;
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].NodePort != 0) continue;
            var kept = PortOf(old, ports[i].Name);
            if (kept != 0 && !IsUsed(spec, kept)) ports = ports.SetItem(i, ports[i] with { NodePort = kept });
        }

        return spec with { Ports = ports };

        // Of ports with the same name the last counts.
        static int PortOf(ServiceSpec spec, string name)
        {
            var found = 0;
            foreach (var port in spec.Ports)
                if (port.Name == name) found = port.NodePort;
            return found;
        }

        static bool IsUsed(ServiceSpec spec, int nodePort)
        {
            foreach (var port in spec.Ports)
                if (port.NodePort == nodePort) return true;
            return false;
        }
    }
}
