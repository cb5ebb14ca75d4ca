using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Proxy.Model;

/// <summary>Reads a Service.</summary>
/// <remarks>Upstream: pkg/proxy, newBaseServiceInfo and ShouldSkipService.</remarks>
public static class ServicePorts
{
    private const int DefaultStickySeconds = 10_800;
    private const string Local = "Local";

    /// <summary>
    /// The ports to proxy in the family. Headless services, ExternalName and services without an address of the family have none.
    /// </summary>
    public static List<ServicePortInfo> Of(Service service, IpFamily family)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName" || spec.ClusterIP is "" or "None") return [];
        var clusterIp = IpTexts.ClusterIpOf(spec.ClusterIPs, spec.ClusterIP, family);
        if (clusterIp.Length == 0) return [];
        var key = new ObjectKey(service.Metadata.Namespace, service.Metadata.Name);
        var externalLocal = IsExternallyAccessible(spec) && spec.ExternalTrafficPolicy == Local;
        var ports = new List<ServicePortInfo>(spec.Ports.Count);
        foreach (var port in spec.Ports)
            ports.Add(new()
            {
                Name = new(key, port.Name, port.Protocol),
                ClusterIp = clusterIp,
                Port = port.Port,
                Protocol = port.Protocol.ToLowerInvariant(),
                NodePort = port.NodePort,
                ExternalIps = family.AddressesOf(spec.ExternalIPs),
                LoadBalancerVips = VipsOf(service, family),
                SourceRanges = SourceRangesOf(spec, family),
                StickySeconds = spec.SessionAffinity == "ClientIP" ? spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds ?? DefaultStickySeconds : 0,
                HealthCheckNodePort = spec.Type == "LoadBalancer" && externalLocal ? spec.HealthCheckNodePort : 0,
                ExternalPolicyLocal = externalLocal,
                InternalPolicyLocal = spec.InternalTrafficPolicy == Local,
            });
        return ports;
    }

    private static bool IsExternallyAccessible(ServiceSpec spec) =>
        spec.Type is "LoadBalancer" or "NodePort" || (spec.Type == "ClusterIP" && !spec.ExternalIPs.IsEmpty);

    // An ingress of mode Proxy delivers to nodes by itself; only for VIPs packets come with the address still on them.
    private static string[] VipsOf(Service service, IpFamily family) => family.AddressesOf(
        service.Status.LoadBalancer.Ingress.Where(ingress => ingress.IpMode is null or "VIP").Select(ingress => ingress.Ip));

    // A range of everything is the same as none.
    private static System.Net.IPNetwork[] SourceRangesOf(ServiceSpec spec, IpFamily family) =>
        family.RangesOf(spec.LoadBalancerSourceRanges) is var ranges && ranges.Any(range => range.PrefixLength == 0) ? [] : ranges;
}
