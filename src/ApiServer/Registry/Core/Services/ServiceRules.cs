using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>What holds of every Service; values the old one had are not looked at again. Upstream: <c>validateService</c>.</summary>
internal static class ServiceRules
{
    private const string TopologyHints = "service.kubernetes.io/topology-aware-hints";
    private const string TopologyMode = "service.kubernetes.io/topology-mode";
    private const int MaxAffinitySeconds = 86400;

    public static FieldPath Spec { get; } = FieldPath.Of("spec");

    /// <param name="service">The Service, its allocated values in place.</param>
    /// <param name="old">What it was; null on creation.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(Service service, Service? old, FieldErrorList errors)
    {
        CheckTopology(service, errors);
        CheckType(service, errors);
        ServicePortRules.CheckNames(service, errors);
        MetadataRules.Labels(errors, Spec.Child("selector"), service.Spec.Selector);
        CheckAffinity(service.Spec, errors);
        ServiceClusterIpRules.Check(service, old, errors);
        CheckExternalIps(service, old, errors);
        ServicePortRules.CheckUnique(service, errors);
        LoadBalancerRules.Check(service, old, errors);
        ServiceTrafficRules.Check(service, errors);
    }

    private static void CheckTopology(Service service, FieldErrorList errors)
    {
        var annotations = service.Metadata.Annotations;
        if (!annotations.TryGetValue(TopologyMode, out var mode) || !annotations.TryGetValue(TopologyHints, out var hints)) return;
        if (mode != hints)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("metadata").Child("annotations").Key(TopologyMode), mode,
                $"must match annotations[{TopologyHints}] when both are specified"));
    }

    private static void CheckType(Service service, FieldErrorList errors)
    {
        var spec = service.Spec;
        if (spec.Ports.IsEmpty && !service.IsHeadless && !service.IsExternalName) errors.Add(FieldError.Required(Spec.Child("ports"), ""));
        if (service.IsExternalName) CheckExternalName(spec, errors);
        else if (service.TakesNodePorts && service.IsHeadless)
            errors.Add(FieldError.Invalid(
                Spec.Child("clusterIPs").Index(0), spec.ClusterIPs[0], $"may not be set to 'None' for {spec.Type} services"));
    }

    private static void CheckExternalName(ServiceSpec spec, FieldErrorList errors)
    {
        const string NotHere = "may not be set for ExternalName services";
        if (!spec.ClusterIPs.IsEmpty) errors.Add(FieldError.Forbidden(Spec.Child("clusterIPs"), NotHere));
        if (!spec.IpFamilies.IsEmpty) errors.Add(FieldError.Forbidden(Spec.Child("ipFamilies"), NotHere));
        if (spec.IpFamilyPolicy is not null) errors.Add(FieldError.Forbidden(Spec.Child("ipFamilyPolicy"), NotHere));
        // One dot at the end says that the name is complete.
        var name = spec.ExternalName.EndsWith('.') ? spec.ExternalName[..^1] : spec.ExternalName;
        if (name.Length == 0) errors.Add(FieldError.Required(Spec.Child("externalName"), ""));
        else FormatRules.DnsSubdomain(errors, Spec.Child("externalName"), name);
    }

    private static void CheckAffinity(ServiceSpec spec, FieldErrorList errors)
    {
        const string WhenClientIp = "when session affinity type is ClientIP";
        var path = Spec.Child("sessionAffinityConfig");
        if (spec.SessionAffinity == ServiceAffinity.None && spec.SessionAffinityConfig is not null)
            errors.Add(FieldError.Forbidden(path, "must not be set when session affinity is None"));
        if (spec.SessionAffinity != ServiceAffinity.ClientIP) return;
        if (spec.SessionAffinityConfig is not { } config) errors.Add(FieldError.Required(path, WhenClientIp));
        else if (config.ClientIP is not { } client) errors.Add(FieldError.Required(path.Child("clientIP"), WhenClientIp));
        else if (client.TimeoutSeconds is not { } seconds)
            errors.Add(FieldError.Required(path.Child("clientIP").Child("timeoutSeconds"), WhenClientIp));
        else if (seconds is <= 0 or > MaxAffinitySeconds)
            errors.Add(FieldError.Invalid(
                path.Child("clientIP").Child("timeoutSeconds"), seconds, $"must be greater than 0 and less than {MaxAffinitySeconds}"));
    }

    private static void CheckExternalIps(Service service, Service? old, FieldErrorList errors)
    {
        var had = old is null ? default : old.Spec.ExternalIPs;
        for (var i = 0; i < service.Spec.ExternalIPs.Count; i++)
        {
            var (ip, path) = (service.Spec.ExternalIPs[i], Spec.Child("externalIPs").Index(i));
            var before = errors.Count;
            IpRules.IsValidIpForLegacyField(errors, path, ip, strict: true, had.AsSpan());
            if (errors.Count == before) EndpointIpRules.Check(errors, path, ip);
        }
    }
}
