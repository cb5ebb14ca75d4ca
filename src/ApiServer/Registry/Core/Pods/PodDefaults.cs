using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Defaults of pods that templates do not get: they show in the pod only. Upstream: <c>SetDefaults_Pod</c>.</summary>
internal static class PodDefaults
{
    public static Pod Pod(Pod pod)
    {
        var (spec, metadata, status) = (Spec(pod.Spec), PodTemplateDefaults.Metadata(pod.Metadata), PodIps(pod.Status));
        if (!ReferenceEquals(spec, pod.Spec)) pod = pod with { Spec = spec };
        if (!ReferenceEquals(metadata, pod.Metadata)) pod = pod with { Metadata = metadata };
        return ReferenceEquals(status, pod.Status) ? pod : pod with { Status = status };
    }

    private static PodSpec Spec(PodSpec spec)
    {
        var init = spec.InitContainers.Rewrite(RequestsOfLimits);
        var containers = spec.Containers.Rewrite(RequestsOfLimits);
        if (!init.IsSame(spec.InitContainers)) spec = spec with { InitContainers = init };
        if (!containers.IsSame(spec.Containers)) spec = spec with { Containers = containers };
        spec = PodRequests(HugePageLimits(spec));
        if (spec.EnableServiceLinks is null) spec = spec with { EnableServiceLinks = true };
        if (spec.HostNetwork) spec = HostPorts(spec);
        if (spec.TerminationGracePeriodSeconds < 0) spec = spec with { TerminationGracePeriodSeconds = 1 };
        return PodTemplateDefaults.Spec(spec);
    }

    private static Container RequestsOfLimits(Container container)
    {
        var requests = container.Resources.Requests;
        foreach (var (name, limit) in container.Resources.Limits)
            if (!requests.ContainsKey(name)) requests = requests.SetItem(name, limit);
        return requests.Count == container.Resources.Requests.Count
            ? container
            : container with { Resources = container.Resources with { Requests = requests } };
    }

    /// <summary>A pod with resources of its own gets limits of huge pages from its containers.</summary>
    private static PodSpec HugePageLimits(PodSpec spec)
    {
        if (spec.Resources is not { } resources || (resources.Limits.IsEmpty && resources.Requests.IsEmpty)) return spec;
        var limits = resources.Limits;
        foreach (var (name, total) in PodResourceTotals.Limits(spec))
            if (ResourceNames.IsHugePages(name) && !resources.Requests.ContainsKey(name) && !limits.ContainsKey(name))
                limits = limits.SetItem(name, total);
        return limits.Count == resources.Limits.Count ? spec : spec with { Resources = resources with { Limits = limits } };
    }

    /// <summary>A pod with limits of its own gets requests: the sum of its containers', or else its limit.</summary>
    private static PodSpec PodRequests(PodSpec spec)
    {
        if (spec.Resources is not { } resources || resources.Limits.IsEmpty) return spec;
        var requests = resources.Requests;
        foreach (var (name, total) in PodResourceTotals.Requests(spec))
            if (name is "cpu" or "memory" && !requests.ContainsKey(name)) requests = requests.SetItem(name, total);
        foreach (var (name, limit) in resources.Limits)
            if (ResourceNames.IsSupportedForPods(name) && !requests.ContainsKey(name)) requests = requests.SetItem(name, limit);
        return requests.Count == resources.Requests.Count ? spec : spec with { Resources = resources with { Requests = requests } };
    }

    private static PodSpec HostPorts(PodSpec spec)
    {
        var (init, containers) = (spec.InitContainers.Rewrite(HostPorts), spec.Containers.Rewrite(HostPorts));
        return init.IsSame(spec.InitContainers) && containers.IsSame(spec.Containers)
            ? spec
            : spec with { InitContainers = init, Containers = containers };
    }

    private static Container HostPorts(Container container)
    {
        var ports = container.Ports.Rewrite(port => port.HostPort == 0 && port.ContainerPortValue != 0
            ? port with { HostPort = port.ContainerPortValue }
            : port);
        return ports.IsSame(container.Ports) ? container : container with { Ports = ports };
    }

    /// <summary>The first of <c>podIPs</c> is <c>podIP</c>; where they differ, <c>podIP</c> is right.</summary>
    public static PodStatus PodIps(PodStatus status)
    {
        var first = status.PodIPs.IsEmpty ? "" : status.PodIPs[0].Ip;
        if (first == status.PodIP) return status;
        return status.PodIP.Length == 0
            ? status with { PodIP = first }
            : status with { PodIPs = [new() { Ip = status.PodIP }] };
    }
}
