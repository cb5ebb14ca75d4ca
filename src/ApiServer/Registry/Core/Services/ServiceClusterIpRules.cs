using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// <c>clusterIP</c>, <c>clusterIPs</c> and <c>ipFamilies</c> agree. The allocators ask the same before they allocate.
/// Upstream: <c>ValidateServiceClusterIPsRelatedFields</c>.
/// </summary>
public static class ServiceClusterIpRules
{
    private static readonly FieldPath s_clusterIps = FieldPath.Of("spec").Child("clusterIPs");

    public static void Check(Service service, Service? old, FieldErrorList errors)
    {
        if (service.IsExternalName) return;
        var ips = service.Spec.ClusterIPs;
        CheckFirst(service.Spec, errors);
        CheckFamilies(service.Spec, errors);
        var areValid = CheckEach(ips, old is null ? default : old.Spec.ClusterIPs, errors);
        if (ips.Count > 2) errors.Add(FieldError.Invalid(s_clusterIps, FieldValue.JsonStrings(ips), "may only hold up to 2 values"));
        if (!areValid) return;
        if (ips.Count > 1 && !IpAddresses.IsDualStack(ips))
            errors.Add(FieldError.Invalid(
                s_clusterIps, FieldValue.JsonStrings(ips), "may specify no more than one IP for each IP family"));
        if (!service.IsHeadless) CheckFamilyOfEach(service.Spec, errors);
    }

    private static void CheckFirst(ServiceSpec spec, FieldErrorList errors)
    {
        var shown = FieldValue.JsonStrings(spec.ClusterIPs);
        if (spec.ClusterIP.Length == 0)
        {
            if (!spec.ClusterIPs.IsEmpty)
                errors.Add(FieldError.Invalid(s_clusterIps, shown, "must be empty when `clusterIP` is not specified"));
        }
        else if (spec.ClusterIPs.IsEmpty) errors.Add(FieldError.Required(s_clusterIps, ""));
        else if (spec.ClusterIPs[0] != spec.ClusterIP)
            errors.Add(FieldError.Invalid(s_clusterIps, shown, "first value must match `clusterIP`"));
    }

    private static void CheckFamilies(ServiceSpec spec, FieldErrorList errors)
    {
        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            var (family, path) = (spec.IpFamilies[i], FieldPath.Of("spec").Child("ipFamilies").Index(i));
            EnumRules.Supported(errors, path, family, [IPFamily.IPv4, IPFamily.IPv6]);
            if (spec.IpFamilies.IndexOf(family) < i) errors.Add(FieldError.Duplicate(path, FieldValue.JsonString(family)));
        }
    }

    /// <summary>False when an address is none: what follows would only confuse.</summary>
    private static bool CheckEach(ListOf<string> ips, ListOf<string> had, FieldErrorList errors)
    {
        var before = errors.Count;
        for (var i = 0; i < ips.Count; i++)
        {
            if (i > 0 || ips[i] != ServiceNeeds.None) IpRules.IsValidIpForLegacyField(errors, s_clusterIps.Index(i), ips[i], strict: true, had.AsSpan());
            else if (ips.Count > 1)
                errors.Add(FieldError.Invalid(s_clusterIps, FieldValue.JsonStrings(ips), "'None' must be the first and only value"));
        }

        return errors.Count == before;
    }

    private static void CheckFamilyOfEach(ServiceSpec spec, FieldErrorList errors)
    {
        for (var i = 0; i < Math.Min(spec.ClusterIPs.Count, spec.IpFamilies.Count); i++)
        {
            var (ip, family) = (spec.ClusterIPs[i], spec.IpFamilies[i]);
            var isIPv6 = IpAddresses.IsIPv6(ip);
            if ((family == IPFamily.IPv4 && isIPv6) || (family == IPFamily.IPv6 && !isIPv6))
                errors.Add(FieldError.Invalid(
                    s_clusterIps.Index(i), ip, $"expected an {family} value as indicated by `ipFamilies[{i}]`"));
        }
    }
}
