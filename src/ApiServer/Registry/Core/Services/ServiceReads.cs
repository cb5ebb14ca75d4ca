using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// Services stored by releases that had one cluster IP and no families, as they are shown now. Not for what clients send.
/// Upstream: <c>defaultOnReadService</c> of <c>storage/storage.go</c>.
/// </summary>
public static class ServiceReads
{
    /// <summary>The same instance when nothing is missing.</summary>
    public static Service Complete(Service service, string primaryFamily)
    {
        var spec = service.Spec;
        if (spec.ClusterIP.Length > 0 && spec.ClusterIPs.IsEmpty) spec = spec with { ClusterIPs = [spec.ClusterIP] };
        if (!service.IsExternalName && spec.IpFamilies.IsEmpty) spec = WithFamilies(spec, primaryFamily);
        return ReferenceEquals(spec, service.Spec) ? service : service with { Spec = spec };
    }

    public static string OtherFamily(string family) => family == IPFamily.IPv4 ? IPFamily.IPv6 : IPFamily.IPv4;

    /// <summary>A headless Service without selector has endpoints of any family.</summary>
    private static ServiceSpec WithFamilies(ServiceSpec spec, string primary)
    {
        if (spec.ClusterIP == ServiceNeeds.None)
            return spec.Selector.IsEmpty
                ? spec with { IpFamilies = [primary, OtherFamily(primary)], IpFamilyPolicy = IPFamilyPolicy.RequireDualStack }
                : spec with { IpFamilies = [primary], IpFamilyPolicy = IPFamilyPolicy.SingleStack };
        if (spec.ClusterIPs.IsEmpty) return spec;
        var families = spec.ClusterIPs.Select(ip => IpAddresses.IsIPv6(ip) ? IPFamily.IPv6 : IPFamily.IPv4).ToListOf();
        return spec with
        {
            IpFamilies = families,
            IpFamilyPolicy = families.Count switch
            {
                1 => IPFamilyPolicy.SingleStack,
                2 => IPFamilyPolicy.RequireDualStack,
                _ => spec.IpFamilyPolicy,
            },
        };
    }
}
