using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>How slices say whose they are.</summary>
public static class SliceMetadata
{
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string ServiceName = "kubernetes.io/service-name";
    public const string Headless = "service.kubernetes.io/headless";
    public const string TriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";

    /// <summary>Who keeps the slices of services with a selector.</summary>
    public const string Manager = "endpointslice-controller.k8s.io";

    /// <summary>The service's labels, and those by which slices are found; a service's own of these names do not count.</summary>
    public static MapOf<string> LabelsFor(Service service)
    {
        var labels = service.Metadata.Labels.Remove(Headless);
        if (ServicePods.IsHeadless(service)) labels = labels.SetItem(Headless, "");
        return labels.SetItem(ServiceName, service.Metadata.Name).SetItem(ManagedBy, Manager);
    }

    public static EndpointSlice NewSlice(Service service, string addressType, ListOf<EndpointPort> ports) => new()
    {
        Metadata = new()
        {
            Namespace = service.Metadata.Namespace,
            GenerateName = PodTemplates.PrefixOf(service.Metadata.Name),
            Labels = LabelsFor(service),
            OwnerReferences = [service.ToControllerReference()],
        },
        AddressType = addressType,
        Ports = ports.IsAbsent ? ListOf<EndpointPort>.Empty : ports,
        Endpoints = ListOf<Endpoint>.Empty,
    };

    public static bool IsOwnedBy(EndpointSlice slice, Service service) => slice.Metadata.OwnerReferences.Any(
        owner => owner.Uid == service.Metadata.Uid && owner is { Kind: "Service", ApiVersion: "v1" });

    public static bool IsManaged(EndpointSlice slice) => slice.Metadata.Labels.GetValueOrDefault(ManagedBy) == Manager;

    /// <summary>The service a slice is of; null when it does not say.</summary>
    public static ObjectKey? ServiceOf(EndpointSlice slice) =>
        slice.Metadata.Labels.GetValueOrDefault(ServiceName) is { Length: > 0 } name ? new(slice.Metadata.Namespace, name) : null;

    /// <summary>The address types of the service's families. A service from before families has the type of its address, or both.</summary>
    public static IReadOnlyList<string> AddressTypesOf(Service service)
    {
        var types = service.Spec.IpFamilies
            .Where(family => family is IPFamily.IPv4 or IPFamily.IPv6)
            .Select(family => family == IPFamily.IPv4 ? AddressType.IPv4 : AddressType.IPv6)
            .Distinct().ToList();
        if (types.Count > 0) return types;
        if (ServicePods.IsHeadless(service)) return [AddressType.IPv4, AddressType.IPv6];
        return [service.Spec.ClusterIP.Contains(':', StringComparison.Ordinal) ? AddressType.IPv6 : AddressType.IPv4];
    }
}
