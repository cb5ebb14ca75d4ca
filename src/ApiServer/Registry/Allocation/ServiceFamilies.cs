using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// Fills in <c>ipFamilyPolicy</c> and <c>ipFamilies</c> of a service from what the user said, what it was before and what the
/// cluster has. Upstream: <c>initIPFamilyFields</c> of <c>pkg/registry/core/service/storage/alloc.go</c>.
/// </summary>
public static class ServiceFamilies
{
    private const string SingleStack = IPFamilyPolicy.SingleStack;
    private const string RequireDualStack = IPFamilyPolicy.RequireDualStack;
    private const string None = "None";

    private static readonly FieldPath s_policy = FieldPath.Of("spec").Child("ipFamilyPolicy");

    /// <param name="service">The service as the user wants it.</param>
    /// <param name="old">The service before; null on creation.</param>
    /// <param name="cluster">What the cluster has.</param>
    /// <param name="check">
    /// The rules of addresses and families (upstream: <c>ValidateServiceClusterIPsRelatedFields</c>), which run when the policy is known.
    /// </param>
    /// <param name="errors">Takes what is found; the service is to be refused when there is anything.</param>
    public static Service Assign(
        Service service, Service? old, ConfiguredFamilies cluster, Action<Service, Service?, FieldErrorList> check, FieldErrorList errors)
    {
        if (service.Spec.Type == ServiceType.ExternalName || IsUnchangedPreference(service, old)) return service;
        service = WithPolicy(service, old);
        check(service, old, errors);
        if (!errors.IsEmpty) return service;

        if (old is not null) service = Reduce(service, old, errors);
        CheckSingle(service.Spec, errors);
        service = InferFromAddresses(service, cluster, errors);
        if (!errors.IsEmpty) return service;
        return IsHeadlessWithoutSelector(service.Spec) ? ForHeadless(service, cluster) : ForCluster(service, cluster, errors);
    }

    /// <summary>
    /// A service that prefers two stacks and says nothing new stays as it is: it neither gains nor loses an address when the
    /// cluster's configuration changes.
    /// </summary>
    internal static bool IsUnchangedPreference(Service service, Service? old) => old is not null
        && service.Spec.IpFamilyPolicy == IPFamilyPolicy.PreferDualStack
        && old.Spec.IpFamilyPolicy is null or IPFamilyPolicy.PreferDualStack
        && old.Spec.Type == service.Spec.Type
        && service.Spec.Type is ServiceType.ClusterIP or ServiceType.NodePort or ServiceType.LoadBalancer
        && service.Spec.ClusterIPs == old.Spec.ClusterIPs
        && service.Spec.IpFamilies == old.Spec.IpFamilies;

    /// <summary>Without a policy the old one holds; a headless service without selector has both families, any other one.</summary>
    private static Service WithPolicy(Service service, Service? old) => service.Spec.IpFamilyPolicy is not null
        ? service
        : service with
        {
            Spec = service.Spec with
            {
                IpFamilyPolicy = old?.Spec.IpFamilyPolicy ?? (IsHeadlessWithoutSelector(service.Spec) ? RequireDualStack : SingleStack),
            },
        };

    /// <summary>Asking for one stack is enough to drop the second; with any other policy nothing may be dropped.</summary>
    private static Service Reduce(Service service, Service old, FieldErrorList errors)
    {
        var (spec, before) = (service.Spec, old.Spec);
        if (spec.IpFamilyPolicy == SingleStack)
        {
            if (spec.ClusterIPs.Count > 1 && spec.ClusterIPs == before.ClusterIPs) spec = spec with { ClusterIPs = [spec.ClusterIPs[0]] };
            if (spec.IpFamilies.Count > 1 && spec.IpFamilies == before.IpFamilies) spec = spec with { IpFamilies = [spec.IpFamilies[0]] };
            return service with { Spec = spec };
        }

        if (!spec.ClusterIPs.IsEmpty && spec.ClusterIPs.Count < before.ClusterIPs.Count)
            Policy(errors, spec, "must be 'SingleStack' to release the secondary cluster IP");
        if (!spec.IpFamilies.IsEmpty && spec.IpFamilies.Count < before.IpFamilies.Count)
            Policy(errors, spec, "must be 'SingleStack' to release the secondary IP family");
        return service;
    }

    private static void CheckSingle(ServiceSpec spec, FieldErrorList errors)
    {
        if (spec.IpFamilyPolicy != SingleStack) return;
        const string Needed = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
        if (spec.ClusterIPs.Count == 2) Policy(errors, spec, Needed + "cluster IPs are specified");
        if (spec.IpFamilies.Count == 2) Policy(errors, spec, Needed + "IP families are specified");
    }

    /// <summary>An address the user gives says which family is meant.</summary>
    private static Service InferFromAddresses(Service service, ConfiguredFamilies cluster, FieldErrorList errors)
    {
        var (addresses, families) = (service.Spec.ClusterIPs, service.Spec.IpFamilies);
        for (var i = 0; i < addresses.Count && addresses[i] != None; i++)
        {
            if (i < families.Count) continue;
            var family = IpAddress.TryParse(addresses[i], out var address) ? address.Family : "unknown";
            if (cluster.Has(family)) families = families.Add(family);
            else
                errors.Add(FieldError.Invalid(
                    FieldPath.Of("spec").Child("clusterIPs").Index(i), FieldValue.JsonStrings(addresses),
                    $"{family} is not configured on this cluster"));
        }

        return WithFamilies(service, families);
    }

    /// <summary>Whoever fills in the endpoints may use families the cluster has no networks for.</summary>
    private static Service ForHeadless(Service service, ConfiguredFamilies cluster)
    {
        ListOf<string> families = service.Spec.IpFamilies.IsEmpty ? [cluster.Default] : service.Spec.IpFamilies;
        if (families.Count < 2 && service.Spec.IpFamilyPolicy != SingleStack) families = families.Add(ConfiguredFamilies.Other(families[0]));
        return WithFamilies(service, families);
    }

    private static Service ForCluster(Service service, ConfiguredFamilies cluster, FieldErrorList errors)
    {
        var (spec, families) = (service.Spec, service.Spec.IpFamilies);
        if (spec.IpFamilyPolicy == RequireDualStack && !cluster.IsDualStack)
            Policy(errors, spec, "this cluster is not configured for dual-stack services");
        for (var i = 0; i < families.Count; i++)
            if (!cluster.Has(families[i]))
                errors.Add(FieldError.Invalid(
                    FieldPath.Of("spec").Child("ipFamilies").Index(i), FieldValue.JsonString(families[i]),
                    "not configured on this cluster"));
        if (!errors.IsEmpty) return service;
        if (families.IsEmpty) families = [cluster.Default];
        if (spec.IpFamilyPolicy != SingleStack && families.Count == 1 && cluster.IsDualStack)
            families = families.Add(ConfiguredFamilies.Other(families[0]));
        return WithFamilies(service, families);
    }

    private static bool IsHeadlessWithoutSelector(ServiceSpec spec) => spec.ClusterIP == None && spec.Selector.IsEmpty;

    private static Service WithFamilies(Service service, ListOf<string> families) =>
        families == service.Spec.IpFamilies ? service : service with { Spec = service.Spec with { IpFamilies = families } };

    private static void Policy(FieldErrorList errors, ServiceSpec spec, string message) =>
        errors.Add(FieldError.Invalid(s_policy, FieldValue.JsonString(spec.IpFamilyPolicy), message));
}
