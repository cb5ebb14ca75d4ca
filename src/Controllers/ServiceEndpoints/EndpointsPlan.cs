using Kybernet.Api.Core.V1;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.ServiceEndpoints;

/// <summary>A service's Endpoints object. Upstream: <c>pkg/controller/endpoint</c>, <c>pkg/api/v1/endpoints</c>.</summary>
public static class EndpointsPlan
{
    public const string OverCapacity = "endpoints.kubernetes.io/over-capacity";
    public const string ManagedBy = "endpoints.kubernetes.io/managed-by";

    /// <summary>Who keeps the Endpoints of services with a selector.</summary>
    public const string Manager = "endpoint-controller";

    private const int MaxAddresses = 1000;

    /// <summary>The object as it is to be; the same instance when it is so already.</summary>
    /// <param name="service">With a selector.</param>
    /// <param name="pods">Those it selects.</param>
    /// <param name="current">As it is; null when there is none.</param>
    /// <param name="trigger">When the change happened; null for unknown.</param>
    public static Endpoints For(Service service, IReadOnlyList<Pod> pods, Endpoints? current, Time? trigger)
    {
        var subsets = Subsets(service, pods);
        var isOver = subsets.Sum(subset => subset.Addresses.Count + subset.NotReadyAddresses.Count) > MaxAddresses;
        if (isOver) subsets = Truncate(subsets);
        var labels = service.Metadata.Labels.Remove(SliceMetadata.Headless).SetItem(ManagedBy, Manager);
        if (ServicePods.IsHeadless(service)) labels = labels.SetItem(SliceMetadata.Headless, "");
        current ??= new() { Metadata = new() { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace } };
        var annotations = current.Metadata.Annotations.Remove(OverCapacity);
        if (isOver) annotations = annotations.SetItem(OverCapacity, "truncated");
        var isSame = current.Metadata.ResourceVersion.Length > 0
            && current.Subsets == subsets && current.Metadata.Labels == labels && current.Metadata.Annotations == annotations;
        if (isSame) return current;
        annotations = trigger is { } time
            ? annotations.SetItem(SliceMetadata.TriggerTime, time.ToString())
            : annotations.Remove(SliceMetadata.TriggerTime);
        return current with { Metadata = current.Metadata with { Labels = labels, Annotations = annotations }, Subsets = subsets };
    }

    /// <summary>
    /// The addresses by the ports they have in common, each in as few subsets as can be. All in order: upstream orders by hashes, which says
    /// nothing to a reader.
    /// </summary>
    private static ListOf<EndpointSubset> Subsets(Service service, IReadOnlyList<Pod> pods)
    {
        var byPorts = new SortedDictionary<string, (ListOf<EndpointPort> Ports, List<Pod> Pods)>(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            var isIn = ServicePods.IsEndpoint(pod, service.Spec.PublishNotReadyAddresses) && AddressOf(service, pod) is not null;
            var ports = PortsOf(service, pod);
            if (!isIn || (ports.IsEmpty && !(service.Spec.Ports.IsEmpty && service.Spec.ClusterIP == ServicePods.NoClusterIP))) continue;
            var key = string.Join(';', ports.Select(port => $"{port.Name}/{port.Port}/{port.Protocol}/{port.AppProtocol}"));
            if (!byPorts.TryGetValue(key, out var there)) byPorts[key] = there = (ports, []);
            there.Pods.Add(pod);
        }

        return byPorts.Values.Select(group => new EndpointSubset
        {
            Addresses = Addresses(service, group.Pods.Where(pod => service.Spec.PublishNotReadyAddresses || pod.IsReady)),
            NotReadyAddresses = Addresses(service, group.Pods.Where(pod => !service.Spec.PublishNotReadyAddresses && !pod.IsReady)),
            Ports = group.Ports,
        }).ToListOf();
    }

    private static ListOf<EndpointPort> PortsOf(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in service.Spec.Ports)
            if (ServicePods.PortOf(pod, port) is { } number)
                ports.Add(new() { Name = port.Name, Port = number, Protocol = port.Protocol, AppProtocol = port.AppProtocol });
        return ports.OrderBy(port => port.Name, StringComparer.Ordinal).ThenBy(port => port.Port).ToListOf();
    }

    private static ListOf<EndpointAddress> Addresses(Service service, IEnumerable<Pod> pods) => pods
        .Select(pod => new EndpointAddress
        {
            Ip = AddressOf(service, pod)!,
            NodeName = pod.Spec.NodeName,
            Hostname = ServicePods.HostnameOf(pod, service) ?? "",
            TargetRef = new() { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
        })
        .OrderBy(address => address.Ip, StringComparer.Ordinal).ThenBy(address => address.TargetRef!.Uid, StringComparer.Ordinal)
        .ToListOf();

    /// <summary>The pod's address of the service's first family.</summary>
    private static string? AddressOf(Service service, Pod pod)
    {
        var family = service.Spec.IpFamilies.Count > 0 ? service.Spec.IpFamilies[0] : "";
        var sample = ServicePods.IsHeadless(service) ? pod.Status.PodIP : service.Spec.ClusterIP;
        var isV6 = family.Length > 0 ? family == IPFamily.IPv6 : sample.Contains(':', StringComparison.Ordinal);
        foreach (var ip in pod.Status.PodIPs)
            if (ServicePods.AddressOf(ip.Ip, isV6) is { } address) return address;
        return null;
    }

    /// <summary>A thousand addresses, the ready ones first, of each subset its share.</summary>
    private static ListOf<EndpointSubset> Truncate(ListOf<EndpointSubset> subsets)
    {
        var ready = subsets.Sum(subset => subset.Addresses.Count);
        var cutsReady = ready > MaxAddresses;
        var room = cutsReady ? MaxAddresses : MaxAddresses - ready;
        var total = cutsReady ? ready : subsets.Sum(subset => subset.NotReadyAddresses.Count);
        var left = room;
        return subsets.Select(subset =>
        {
            var addresses = cutsReady ? subset.Addresses : subset.NotReadyAddresses;
            var share = Math.Min((int)Math.Ceiling((double)addresses.Count / total * room), left);
            addresses = addresses.Take(share).ToListOf();
            left -= addresses.Count;
            return cutsReady
                ? subset with { Addresses = addresses, NotReadyAddresses = default }
                : subset with { NotReadyAddresses = addresses };
        }).ToListOf();
    }
}
