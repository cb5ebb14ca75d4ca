using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>Where the ingress can be reached. Upstream: <c>ValidateIngressLoadBalancerStatus</c>.</summary>
internal sealed class IngressStatusStrategy : UpdateStrategy<Ingress>
{
    private static readonly FieldPath s_points = FieldPath.Of("status").Child("loadBalancer").Child("ingress");

    public override Ingress PrepareForUpdate(Ingress value, Ingress old, WriteContext context) => value with { Spec = old.Spec };

    public override void ValidateUpdate(Ingress value, Ingress old, FieldErrorList errors)
    {
        string[] had = [.. old.Status.LoadBalancer.Ingress.Select(point => point.Ip).Where(ip => ip.Length > 0)];
        for (var i = 0; i < value.Status.LoadBalancer.Ingress.Count; i++)
        {
            var (point, path) = (value.Status.LoadBalancer.Ingress[i], s_points.Index(i));
            if (point.Ip.Length > 0) IpRules.IsValidIpForLegacyField(errors, path.Child("ip"), point.Ip, strict: true, had);
            if (point.Hostname.Length == 0) continue;
            FormatRules.DnsSubdomain(errors, path.Child("hostname"), point.Hostname);
            if (IpAddresses.IsAddress(point.Hostname))
                errors.Add(FieldError.Invalid(path.Child("hostname"), point.Hostname, "must be a DNS name, not an IP address"));
        }
    }

    public override void WarnOnUpdate(Ingress value, Ingress old, ICollection<string> warnings)
    {
        for (var i = 0; i < value.Status.LoadBalancer.Ingress.Count; i++)
            if (value.Status.LoadBalancer.Ingress[i].Ip is { Length: > 0 } ip)
                foreach (var warning in IpRules.WarningsForIp(s_points.Index(i), ip)) warnings.Add(warning);
    }
}
