using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Resizing;

/// <summary>Gives running containers other resources.</summary>
/// <remarks>Upstream: kuberuntime, doPodResizeAction. The pod's cgroup is never narrower than a container's in it.</remarks>
internal sealed class ContainerResizer(KubeletOptions options, IRuntimeService runtime, CgroupTree cgroups, INodeFacts node)
{
    /// <summary>The pod's cgroup: as wide as it is to be, or as it has to be until its containers are resized.</summary>
    public void Prepare(Pod pod, RuntimePod there, PodActions actions)
    {
        if (!options.CgroupsPerQos) return;
        var resources = PodResources.Of(pod);
        if (actions.ContainersToResize.Count > 0) resources = resources.WiderOf(PodResources.Of(PodGrant.WithActual(pod, there)));
        cgroups.CreatePod(pod, pod.RuntimeUid, resources);
    }

    /// <returns>What containers have now, by id, and what went wrong; empty for nothing.</returns>
    public async Task<(IReadOnlyDictionary<string, ResourceRequirements> Resized, string Error)> ResizeAsync(
        Pod pod, PodActions actions, CancellationToken cancel)
    {
        var resized = new Dictionary<string, ResourceRequirements>(StringComparer.Ordinal);
        try
        {
            foreach (var (id, container) in actions.ContainersToResize)
            {
                await runtime.UpdateContainerResourcesAsync(id, ContainerConfigs.Resources(pod, container, node.Current), cancel);
                resized[id] = container.Resources;
            }

            if (resized.Count > 0 && options.CgroupsPerQos) cgroups.CreatePod(pod, pod.RuntimeUid, PodResources.Of(pod));
        }
        catch (Exception e) when (e is CriException or IOException)
        {
            return (resized, e.Message);
        }

        return (resized, "");
    }
}
