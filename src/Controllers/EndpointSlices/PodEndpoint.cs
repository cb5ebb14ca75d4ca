using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>A pod as an endpoint of a service. Upstream: <c>podToEndpoint</c>, <c>getEndpointPorts</c>.</summary>
public static class PodEndpoint
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>Ready, where not-ready addresses are not published, means serving and staying; a pod on its way out may still serve.</summary>
    /// <returns>Null when the pod has no address of the type.</returns>
    public static Endpoint? Of(Pod pod, Node? node, Service service, string addressType)
    {
        var addresses = AddressesOf(pod, addressType);
        if (addresses.IsEmpty) return null;
        var isServing = pod.IsReady;
        var isTerminating = pod.Metadata.IsBeingDeleted;
        return new()
        {
            Addresses = addresses,
            Conditions = new()
            {
                Ready = service.Spec.PublishNotReadyAddresses || (isServing && !isTerminating),
                Serving = isServing,
                Terminating = isTerminating,
            },
            TargetRef = new() { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
            NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
            Zone = node?.Metadata.Labels.GetValueOrDefault(ZoneLabel) is { Length: > 0 } zone ? zone : null,
            Hostname = ServicePods.HostnameOf(pod, service),
        };
    }

    /// <summary>The service's ports at the pod, without those whose name the pod does not know.</summary>
    public static ListOf<EndpointPort> PortsOf(Service service, Pod pod)
    {
        var ports = new List<EndpointPort>(service.Spec.Ports.Count);
        foreach (var port in service.Spec.Ports)
        {
            if (ServicePods.PortOf(pod, port) is not { } number) continue;
            ports.Add(new() { Name = port.Name, Port = number, Protocol = port.Protocol, AppProtocol = port.AppProtocol });
        }

        return ListOf<EndpointPort>.Adopt([.. ports]);
    }

    /// <summary>Equal for slices with the same ports in any order.</summary>
    public static string PortKey(ListOf<EndpointPort> ports) => string.Join(';', ports
        .Select(port => $"{port.Name ?? "?"}/{port.Port}/{port.Protocol ?? "?"}/{port.AppProtocol ?? "?"}")
        .Order(StringComparer.Ordinal));

    /// <summary>What makes two endpoints the same one, whatever their conditions are.</summary>
    public static string Identity(Endpoint endpoint) =>
        $"{string.Join(',', endpoint.Addresses.Order(StringComparer.Ordinal))}|{endpoint.Hostname}|{endpoint.TargetRef?.Namespace}/{endpoint.TargetRef?.Name}";

    /// <summary>Nothing but hints tells them apart.</summary>
    public static bool AreEqual(Endpoint left, Endpoint right) => left.NodeName == right.NodeName
        && left.Zone == right.Zone
        && left.Conditions == right.Conditions
        && WithoutRevision(left.TargetRef) == WithoutRevision(right.TargetRef);

    private static ObjectReference? WithoutRevision(ObjectReference? reference) =>
        reference is null ? null : reference with { ResourceVersion = "" };

    private static ListOf<string> AddressesOf(Pod pod, string addressType)
    {
        var addresses = default(ListOf<string>);
        foreach (var ip in pod.Status.PodIPs)
            if (ServicePods.AddressOf(ip.Ip, addressType == AddressType.IPv6) is { } address) addresses = addresses.Add(address);
        return addresses;
    }
}
