using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>The policies of traffic, and the port of the health check one of them needs.</summary>
internal static class ServiceTrafficRules
{
    public static void Check(Service service, FieldErrorList errors)
    {
        CheckExternal(service, errors);
        CheckHealthCheck(service, errors);
        var spec = service.Spec;
        if (spec.InternalTrafficPolicy is null && (service.TakesNodePorts || spec.Type == ServiceType.ClusterIP))
            errors.Add(FieldError.Required(ServiceRules.Spec.Child("internalTrafficPolicy"), ""));
        if (spec.TrafficDistribution is { } distribution and not ("PreferClose" or "PreferSameZone" or "PreferSameNode"))
            errors.Add(FieldError.NotSupported(
                ServiceRules.Spec.Child("trafficDistribution"), distribution, ["PreferClose", "PreferSameZone", "PreferSameNode"]));
    }

    private static void CheckExternal(Service service, FieldErrorList errors)
    {
        var (policy, path) = (service.Spec.ExternalTrafficPolicy, ServiceRules.Spec.Child("externalTrafficPolicy"));
        if (!service.IsExternallyAccessible)
        {
            if (policy.Length > 0)
                errors.Add(FieldError.Invalid(path, FieldValue.JsonString(policy), "may only be set for externally-accessible services"));
        }
        else if (policy.Length == 0) errors.Add(FieldError.Required(path, ""));
        else EnumRules.Supported(errors, path, policy, ServiceExternalTrafficPolicy.Values);
    }

    private static void CheckHealthCheck(Service service, FieldErrorList errors)
    {
        var (port, path) = (service.Spec.HealthCheckNodePort, ServiceRules.Spec.Child("healthCheckNodePort"));
        if (!service.NeedsHealthCheckNodePort)
        {
            if (port != 0)
                errors.Add(FieldError.Invalid(
                    path, port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"));
        }
        else if (port == 0) errors.Add(FieldError.Required(path, ""));
        else FormatRules.Port(errors, path, port);
    }
}
