using System.Net;
using System.Net.Sockets;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>Which pods stand behind a service, and at which ports. Upstream: <c>k8s.io/endpointslice</c>, <c>utils.go</c>.</summary>
public static class ServicePods
{
    public const string NoClusterIP = "None";

    /// <summary>Endpoints are kept for the service: it selects pods, and is not a name for something outside.</summary>
    public static bool HasEndpoints(Service service) => service.Spec.Type != ServiceType.ExternalName && !service.Spec.Selector.IsAbsent;

    public static bool IsHeadless(Service service) => service.Spec.ClusterIP is "" or NoClusterIP;

    /// <summary>The pod has an address and has not finished.</summary>
    public static bool IsEndpoint(Pod pod, bool includeTerminating) => !pod.IsTerminal
        && (pod.Status.PodIP.Length > 0 || pod.Status.PodIPs.Count > 0)
        && (includeTerminating || !pod.Metadata.IsBeingDeleted);

    /// <summary>The pod's own name in the service's domain; null when it has none.</summary>
    public static string? HostnameOf(Pod pod, Service service) =>
        pod.Spec.Hostname.Length > 0 && pod.Spec.Subdomain == service.Metadata.Name && pod.Metadata.Namespace == service.Metadata.Namespace
            ? pod.Spec.Hostname
            : null;

    /// <summary>The number of a port's target at the pod; null when the pod has no port of that name and protocol.</summary>
    public static int? PortOf(Pod pod, ServicePort port)
    {
        if (port.TargetPort.Type == IntOrStringType.Int) return port.TargetPort.IntVal;
        foreach (var container in pod.Spec.Containers)
            if (Find(container, port) is { } number) return number;
        foreach (var container in pod.Spec.InitContainers)
            if (container.RestartPolicy == ContainerRestartPolicy.Always && Find(container, port) is { } number) return number;
        return null;
    }

    /// <summary>The address as Go writes it, if it is of the family.</summary>
    public static string? AddressOf(string text, bool ipv6)
    {
        if (!IPAddress.TryParse(text, out var address)) return null;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == (ipv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork) ? address.ToString() : null;
    }

    /// <summary>The services a change of a pod matters to: by its labels before and after.</summary>
    public static IEnumerable<ObjectKey> KeysOf(ObjectChange<Pod> change, ILister<Service> services)
    {
        var any = change.Any;
        var isMoved = change is { Old: { } old, New: { } value } && !AreSamePlace(old, value);
        if (change is { Old: not null, New: not null } && !isMoved && !IsChanged(change.Old, change.New)) yield break;
        foreach (var service in services.List(any.Metadata.Namespace))
        {
            if (service.Spec.Selector.IsAbsent) continue;
            if (Matches(service.Spec.Selector, any) || (isMoved && Matches(service.Spec.Selector, change.Old!))) yield return service.Key;
        }
    }

    private static bool Matches(MapOf<string> selector, Pod pod)
    {
        foreach (var (key, value) in selector)
            if (!pod.Metadata.Labels.TryGetValue(key, out var label) || label != value) return false;
        return true;
    }

    public static IReadOnlyList<Pod> SelectedBy(Service service, ILister<Pod> pods)
    {
        var selector = Selector.FromSet(service.Spec.Selector);
        return [.. pods.List(service.Metadata.Namespace).Where(pod => selector.Matches(pod.Metadata.Labels))];
    }

    private static int? Find(Container container, ServicePort port)
    {
        foreach (var candidate in container.Ports)
            if (candidate.Name == port.TargetPort.StrVal && candidate.Protocol == port.Protocol) return candidate.ContainerPortValue;
        return null;
    }

    private static bool AreSamePlace(Pod old, Pod value) => old.Metadata.Labels == value.Metadata.Labels
        && old.Spec.Hostname == value.Spec.Hostname && old.Spec.Subdomain == value.Spec.Subdomain;

    private static bool IsChanged(Pod old, Pod value) => old.Metadata.DeletionTimestamp != value.Metadata.DeletionTimestamp
        || old.IsReady != value.IsReady
        || old.IsTerminal != value.IsTerminal
        || old.Spec.NodeName != value.Spec.NodeName
        || old.Status.PodIPs != value.Status.PodIPs
        || old.Status.PodIP != value.Status.PodIP;
}
