using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>
/// Which IP families a Service gets, before its addresses are allocated. Upstream: <c>initIPFamilyFields</c> of
/// <c>storage/alloc.go</c>.
/// </summary>
/// <param name="configured">The families of the cluster's service networks, the primary one first.</param>
public sealed class ServiceFamilies(ListOf<string> configured)
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    /// <summary>The Service with its policy and families set; what cannot be is reported, and then it is not to be stored.</summary>
    /// <param name="service">The Service, its cluster IPs in sync (<see cref="AllocatedValues"/>).</param>
    /// <param name="old">What it was; null on creation.</param>
    /// <param name="errors">Where errors go.</param>
    public Service Assign(Service service, Service? old, FieldErrorList errors)
    {
        // A Service that prefers both families is not changed because the cluster changed: only by its owner.
        if (service.IsExternalName || IsUnchangedPreference(service, old)) return service;
        var before = errors.Count;
        service = service with { Spec = service.Spec with { IpFamilyPolicy = Policy(service, old) } };
        ServiceClusterIpRules.Check(service, old, errors);
        if (errors.Count > before) return service;
        if (old is not null) service = Released(service, old, errors);
        service = Inferred(service, errors);
        if (errors.Count > before) return service;
        if (IsSelectorlessHeadless(service)) return WithFamilies(service, mayAddAny: true);
        CheckConfigured(service.Spec, errors);
        return errors.Count > before ? service : WithFamilies(service, mayAddAny: configured.Count == 2);
    }

    private static bool IsSelectorlessHeadless(Service service) =>
        service.Spec.ClusterIP == ServiceNeeds.None && service.Spec.Selector.IsEmpty;

    private static bool IsUnchangedPreference(Service service, Service? old) => old is not null
        && service.Spec.Type == old.Spec.Type
        && service.Spec.IpFamilyPolicy == IPFamilyPolicy.PreferDualStack
        && old.Spec.IpFamilyPolicy is null or IPFamilyPolicy.PreferDualStack
        && service.Spec.ClusterIPs == old.Spec.ClusterIPs
        && service.Spec.IpFamilies == old.Spec.IpFamilies;

    private static string Policy(Service service, Service? old) => service.Spec.IpFamilyPolicy ?? old?.Spec.IpFamilyPolicy
        ?? (IsSelectorlessHeadless(service) ? IPFamilyPolicy.RequireDualStack : IPFamilyPolicy.SingleStack);

    /// <summary>Asking for one family alone gives up the second address; giving it up asks for one family alone.</summary>
    private static Service Released(Service service, Service old, FieldErrorList errors)
    {
        var (spec, had) = (service.Spec, old.Spec);
        if (spec.IpFamilyPolicy == IPFamilyPolicy.SingleStack)
        {
            if (spec.ClusterIPs.Count > 1 && spec.ClusterIPs == had.ClusterIPs) spec = spec with { ClusterIPs = [spec.ClusterIPs[0]] };
            if (spec.IpFamilies.Count > 1 && spec.IpFamilies == had.IpFamilies) spec = spec with { IpFamilies = [spec.IpFamilies[0]] };
            return service with { Spec = spec };
        }

        if (IsReduced(spec.ClusterIPs, had.ClusterIPs)) AddPolicy(spec, "must be 'SingleStack' to release the secondary cluster IP", errors);
        if (IsReduced(spec.IpFamilies, had.IpFamilies)) AddPolicy(spec, "must be 'SingleStack' to release the secondary IP family", errors);
        return service;
    }

    /// <summary>To leave both out is not to reduce them.</summary>
    private static bool IsReduced(ListOf<string> now, ListOf<string> before) => !now.IsEmpty && now.Count < before.Count;

    private static void AddPolicy(ServiceSpec spec, string message, FieldErrorList errors) =>
        errors.Add(FieldError.Invalid(s_spec.Child("ipFamilyPolicy"), FieldValue.JsonString(spec.IpFamilyPolicy), message));

    /// <summary>Families that addresses given by the client imply.</summary>
    private Service Inferred(Service service, FieldErrorList errors)
    {
        var spec = service.Spec;
        if (spec.IpFamilyPolicy == IPFamilyPolicy.SingleStack)
        {
            const string Dual = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
            if (spec.ClusterIPs.Count == 2) AddPolicy(spec, Dual + "cluster IPs are specified", errors);
            if (spec.IpFamilies.Count == 2) AddPolicy(spec, Dual + "IP families are specified", errors);
        }

        for (var i = 0; i < spec.ClusterIPs.Count && spec.ClusterIPs[i] != ServiceNeeds.None; i++)
        {
            if (i < spec.IpFamilies.Count) continue;
            var family = IpAddresses.IsIPv6(spec.ClusterIPs[i]) ? IPFamily.IPv6 : IPFamily.IPv4;
            if (configured.Contains(family)) spec = spec with { IpFamilies = spec.IpFamilies.Add(family) };
            else
                errors.Add(FieldError.Invalid(
                    s_spec.Child("clusterIPs").Index(i), FieldValue.JsonStrings(spec.ClusterIPs),
                    $"{family} is not configured on this cluster"));
        }

        return service with { Spec = spec };
    }

    private void CheckConfigured(ServiceSpec spec, FieldErrorList errors)
    {
        if (spec.IpFamilyPolicy == IPFamilyPolicy.RequireDualStack && configured.Count < 2)
            AddPolicy(spec, "this cluster is not configured for dual-stack services", errors);
        for (var i = 0; i < spec.IpFamilies.Count; i++)
            if (!configured.Contains(spec.IpFamilies[i]))
                errors.Add(FieldError.Invalid(
                    s_spec.Child("ipFamilies").Index(i), FieldValue.JsonString(spec.IpFamilies[i]), "not configured on this cluster"));
    }

    /// <summary>The primary family where none is set, and the other one where the policy wants it.</summary>
    private Service WithFamilies(Service service, bool mayAddAny)
    {
        var families = service.Spec.IpFamilies.IsEmpty ? [configured[0]] : service.Spec.IpFamilies;
        if (mayAddAny && families.Count == 1 && service.Spec.IpFamilyPolicy != IPFamilyPolicy.SingleStack)
            families = families.Add(ServiceReads.OtherFamily(families[0]));
        return service with { Spec = service.Spec with { IpFamilies = families } };
    }
}
