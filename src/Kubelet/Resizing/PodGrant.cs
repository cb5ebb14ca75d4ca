using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Resizing;

/// <summary>The resources of a pod's containers, apart from the rest of the pod. Pure.</summary>
/// <remarks>Upstream: kubelet/allocation, updatePodFromAllocation.</remarks>
internal static class PodGrant
{
    /// <summary>By the container's name; init containers too.</summary>
    public static IReadOnlyDictionary<string, ResourceRequirements> Of(PodSpec spec) => spec.InitContainers.Concat(spec.Containers)
        .ToDictionary(static container => container.Name, static container => container.Resources, StringComparer.Ordinal);

    /// <summary>As the status tells it of containers that run: what is left of a grant after a restart of the kubelet.</summary>
    public static IReadOnlyDictionary<string, ResourceRequirements> Told(Pod pod, PodStatus told)
    {
        var grant = Of(pod.Spec).ToDictionary(StringComparer.Ordinal);
        foreach (var status in told.InitContainerStatuses.Concat(told.ContainerStatuses))
            if (status is { State.Running: not null, Resources: { } resources } && grant.ContainsKey(status.Name)) grant[status.Name] = resources;
        return grant;
    }

    /// <summary>The pod with other resources; a container that none are given for keeps its own.</summary>
    public static Pod With(Pod pod, Func<string, ResourceRequirements?> resourcesOf)
    {
        ListOf<Container> Replace(ListOf<Container> containers) => containers
            .Select(container => resourcesOf(container.Name) is { } other ? container with { Resources = other } : container).ToListOf();
        return pod with
        {
            Spec = pod.Spec with { Containers = Replace(pod.Spec.Containers), InitContainers = Replace(pod.Spec.InitContainers) },
        };
    }

    /// <summary>The pod with the resources its containers have, as far as that is known.</summary>
    public static Pod WithActual(Pod pod, RuntimePod there) => With(pod, name => there.Find(name)?.Actual);
}
