using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// What must not change: a cluster IP or family, once set, except by way of ExternalName; the second of each may come and go.
/// Upstream: <c>ValidateServiceUpdate</c>.
/// </summary>
internal static class ServiceUpdateRules
{
    private const string Fixed = "may not change once set";

    public static void Check(Service service, Service old, FieldErrorList errors)
    {
        if (!service.IsExternalName && !old.IsExternalName)
        {
            if (!(service.IsHeadless && old.IsHeadless)) CheckClusterIps(service.Spec, old.Spec, errors);
            if (!service.IsHeadless && !old.IsHeadless) CheckFamilies(service.Spec, old.Spec, errors);
        }

        if (service.IsLoadBalancer && old.IsLoadBalancer && service.Spec.LoadBalancerClass != old.Spec.LoadBalancerClass)
            errors.Add(FieldError.Invalid(ServiceRules.Spec.Child("loadBalancerClass"), service.Spec.LoadBalancerClass, Fixed));
        if (service.NeedsHealthCheckNodePort && old.NeedsHealthCheckNodePort
            && service.Spec.HealthCheckNodePort != old.Spec.HealthCheckNodePort)
            errors.Add(FieldError.Forbidden(ServiceRules.Spec.Child("healthCheckNodePort"), ValidationMessages.Immutable));
    }

    private static void CheckClusterIps(ServiceSpec spec, ServiceSpec old, FieldErrorList errors)
    {
        var (ips, had) = (spec.ClusterIPs, old.ClusterIPs);
        var path = ServiceRules.Spec.Child("clusterIPs");
        var shown = FieldValue.JsonStrings(ips);
        if (ips.Count == had.Count)
        {
            for (var i = 0; i < had.Count; i++)
                if (ips[i] != had[i]) errors.Add(FieldError.Invalid(path.Index(i), shown, Fixed));
            return;
        }

        if (ips.IsEmpty) errors.Add(FieldError.Invalid(path.Index(0), shown, "primary clusterIP can not be unset"));
        else if (!had.IsEmpty && ips[0] != had[0]) errors.Add(FieldError.Invalid(path.Index(0), shown, Fixed));
        if (had.Count > ips.Count && ips.Count == 1) CheckSingleStack(spec, "clusterIP", errors);
    }

    private static void CheckFamilies(ServiceSpec spec, ServiceSpec old, FieldErrorList errors)
    {
        var (families, had) = (spec.IpFamilies, old.IpFamilies);
        var first = ServiceRules.Spec.Child("ipFamilies").Index(0);
        if (families.Count == had.Count)
        {
            for (var i = 0; i < had.Count; i++)
                if (families[i] != had[i]) errors.Add(FieldError.Invalid(first, FieldValue.JsonStrings(families), Fixed));
            return;
        }

        var isReleased = had.Count > families.Count;
        if (isReleased && spec.ClusterIPs.IsEmpty)
            errors.Add(FieldError.Invalid(first, FieldValue.JsonStrings(families), "primary ipFamily can not be unset"));
        if (!families.IsEmpty && !had.IsEmpty && families[0] != had[0])
            errors.Add(FieldError.Invalid(first, FieldValue.JsonStrings(spec.ClusterIPs), Fixed));
        if (isReleased && families.Count == 1) CheckSingleStack(spec, "ipFamily", errors);
    }

    private static void CheckSingleStack(ServiceSpec spec, string released, FieldErrorList errors)
    {
        if (spec.IpFamilyPolicy != IPFamilyPolicy.SingleStack)
            errors.Add(FieldError.Invalid(
                ServiceRules.Spec.Child("ipFamilyPolicy"), FieldValue.JsonString(spec.IpFamilyPolicy),
                $"must be set to 'SingleStack' when releasing the secondary {released}"));
    }
}
