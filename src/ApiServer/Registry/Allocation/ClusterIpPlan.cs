using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>
/// The cluster addresses a service needs and those it gives back, once its families are known (<see cref="ServiceFamilies"/>).
/// Upstream: <c>allocClusterIPs</c>, <c>updateClusterIPs</c>, <c>releaseClusterIPs</c>.
/// </summary>
/// <param name="Wanted">In the order of the service's families.</param>
/// <param name="Released">To be given back when everything else has been done.</param>
public sealed record ClusterIpPlan(ListOf<ClusterIpPlan.Request> Wanted, ListOf<string> Released)
{
    private const string None = "None";

    public static ClusterIpPlan Nothing { get; } = new(default, default);

    /// <summary>An address at a position of <c>clusterIPs</c>.</summary>
    /// <param name="Position">0 or 1.</param>
    /// <param name="Family">The family to take it from.</param>
    /// <param name="Address">The address the user names; empty for any.</param>
    public sealed record Request(int Position, string Family, string Address);

    public static ClusterIpPlan ForCreate(Service service) => HasNoAddresses(service) ? Nothing : new(All(service), default);

    public static ClusterIpPlan ForUpdate(Service service, Service old)
    {
        if (ServiceFamilies.IsUnchangedPreference(service, old)) return Nothing;
        var (isExternal, wasExternal) = (service.Spec.Type == ServiceType.ExternalName, old.Spec.Type == ServiceType.ExternalName);
        if (wasExternal && !isExternal) return ForCreate(service);
        if (IsHeadless(old)) return Nothing;
        if (!wasExternal && isExternal) return new(default, old.Spec.ClusterIPs);

        var (families, before) = (service.Spec.IpFamilies, old.Spec.IpFamilies);
        return (before.Count, families.Count) switch
        {
            (1, 2) => new([new(1, families[1], service.Spec.ClusterIPs.Count > 1 ? service.Spec.ClusterIPs[1] : "")], default),
            (2, 1) => new(default, [old.Spec.ClusterIPs[1]]),
            _ => Nothing,
        };
    }

    /// <summary>Everything the service has.</summary>
    public static ClusterIpPlan ForDelete(Service service) => HasNoAddresses(service) ? Nothing : new(default, service.Spec.ClusterIPs);

    /// <summary>The service with the addresses it was given, in the order of <see cref="Wanted"/>.</summary>
    public Service Apply(Service service, ListOf<string> addresses)
    {
        var all = service.Spec.ClusterIPs.AsSpan().ToArray().ToList();
        for (var i = 0; i < Wanted.Count; i++)
        {
            while (all.Count <= Wanted[i].Position) all.Add("");
            all[Wanted[i].Position] = addresses[i];
        }

        return Wanted.IsEmpty
            ? service
            : service with { Spec = service.Spec with { ClusterIPs = all.ToListOf(), ClusterIP = all[0] } };
    }

    private static bool HasNoAddresses(Service service) => service.Spec.Type == ServiceType.ExternalName || IsHeadless(service);

    private static bool IsHeadless(Service service) => !service.Spec.ClusterIPs.IsEmpty && service.Spec.ClusterIPs[0] == None;

    private static ListOf<Request> All(Service service)
    {
        var (families, addresses) = (service.Spec.IpFamilies, service.Spec.ClusterIPs);
        var all = new Request[families.Count];
        for (var i = 0; i < all.Length; i++) all[i] = new(i, families[i], i < addresses.Count ? addresses[i] : "");
        return ListOf<Request>.Adopt(all);
    }
}
