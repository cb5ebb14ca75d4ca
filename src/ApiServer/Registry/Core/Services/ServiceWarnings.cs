using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>Upstream: <c>pkg/api/service/warnings.go</c>.</summary>
internal static class ServiceWarnings
{
    private const string TopologyHints = "service.kubernetes.io/topology-aware-hints";

    public static void Add(Service service, ICollection<string> warnings)
    {
        var (spec, path) = (service.Spec, ServiceRules.Spec);
        if (service.Metadata.Annotations.ContainsKey(TopologyHints))
            warnings.Add($"annotation {TopologyHints} is deprecated, please use service.kubernetes.io/topology-mode instead");
        if (spec.ClusterIP is not ("" or ServiceNeeds.None)) AddIps(spec.ClusterIPs, path.Child("clusterIPs"), warnings);
        var isHeadless = spec is { Type: ServiceType.ClusterIP, ClusterIP: ServiceNeeds.None };
        if (isHeadless) AddHeadless(spec, warnings);
        AddIps(spec.ExternalIPs, path.Child("externalIPs"), warnings);
        if (!spec.ExternalIPs.IsEmpty && !isHeadless && !service.IsExternalName)
            warnings.Add("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
        if (spec.LoadBalancerIP.Length > 0) AddAll(IpRules.WarningsForIp(path.Child("loadBalancerIP"), spec.LoadBalancerIP), warnings);
        for (var i = 0; i < spec.LoadBalancerSourceRanges.Count; i++)
            AddAll(IpRules.WarningsForCidr(path.Child("loadBalancerSourceRanges").Index(i), spec.LoadBalancerSourceRanges[i]), warnings);
        if (service.IsExternalName && !spec.ExternalIPs.IsEmpty)
            warnings.Add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
        if (!service.IsExternalName && spec.ExternalName.Length > 0)
            warnings.Add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
        if (spec.TrafficDistribution == "PreferClose")
            warnings.Add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }

    private static void AddHeadless(ServiceSpec spec, ICollection<string> warnings)
    {
        if (spec.LoadBalancerIP.Length > 0) warnings.Add("spec.loadBalancerIP is ignored for headless services");
        if (!spec.ExternalIPs.IsEmpty) warnings.Add("spec.externalIPs is ignored for headless services");
        if (spec.SessionAffinity != ServiceAffinity.None) warnings.Add("spec.SessionAffinity is ignored for headless services");
    }

    private static void AddIps(ListOf<string> ips, FieldPath path, ICollection<string> warnings)
    {
        for (var i = 0; i < ips.Count; i++) AddAll(IpRules.WarningsForIp(path.Index(i), ips[i]), warnings);
    }

    private static void AddAll(ListOf<string> found, ICollection<string> warnings)
    {
        foreach (var warning in found) warnings.Add(warning);
    }
}
