using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>Upstream: <c>ValidateLoadBalancerStatus</c>.</summary>
internal static class LoadBalancerStatusRules
{
    public static void Check(Service service, Service old, FieldErrorList errors)
    {
        var path = FieldPath.Of("status").Child("loadBalancer").Child("ingress");
        var ingress = service.Status.LoadBalancer.Ingress;
        if (!service.IsLoadBalancer && !ingress.IsEmpty)
        {
            errors.Add(FieldError.Forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"));
            return;
        }

        string[] had = [.. old.Status.LoadBalancer.Ingress.Select(point => point.Ip).Where(ip => ip.Length > 0)];
        for (var i = 0; i < ingress.Count; i++) CheckPoint(ingress[i], path.Index(i), had, errors);
    }

    private static void CheckPoint(LoadBalancerIngress point, FieldPath path, string[] had, FieldErrorList errors)
    {
        var hasIp = point.Ip.Length > 0;
        if (hasIp) IpRules.IsValidIpForLegacyField(errors, path.Child("ip"), point.Ip, strict: true, had);
        var mode = path.Child("ipMode");
        if (hasIp && point.IpMode is null) errors.Add(FieldError.Required(mode, "must be specified when `ip` is set"));
        else if (!hasIp && point.IpMode is not null) errors.Add(FieldError.Forbidden(mode, "may not be specified when `ip` is not set"));
        else EnumRules.Supported(errors, mode, point.IpMode, LoadBalancerIPMode.Values);
        if (point.Hostname.Length == 0) return;
        FormatRules.DnsSubdomain(errors, path.Child("hostname"), point.Hostname);
        if (IpAddresses.IsAddress(point.Hostname))
            errors.Add(FieldError.Invalid(path.Child("hostname"), point.Hostname, "must be a DNS name, not an IP address"));
    }
}
