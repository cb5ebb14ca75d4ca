using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Reads what the container runtime has of pods.</summary>
internal sealed class PodReader(IRuntimeService runtime)
{
    public async Task<RuntimePod> ReadAsync(string podUid, CancellationToken cancel)
    {
        var sandboxFilter = new PodSandboxFilter { LabelSelector = { { PodLabels.PodUid, podUid } } };
        var containerFilter = new ContainerFilter { LabelSelector = { { PodLabels.PodUid, podUid } } };
        var sandboxes = new List<PodSandboxStatus>();
        foreach (var sandbox in await runtime.ListPodSandboxesAsync(sandboxFilter, cancel))
            if (await runtime.PodSandboxStatusAsync(sandbox.Id, cancel) is { } status) sandboxes.Add(status);
        var containers = new List<RuntimeContainer>();
        foreach (var container in await runtime.ListContainersAsync(containerFilter, cancel))
        {
            if (await runtime.ContainerStatusAsync(container.Id, cancel) is { } status)
                containers.Add(new(status) { TerminationMessage = TerminationMessages.Of(status) });
        }

        sandboxes.Sort((a, b) => b.CreatedAt.CompareTo(a.CreatedAt));
        containers.Sort((a, b) => b.Status.CreatedAt.CompareTo(a.Status.CreatedAt));
        var labels = sandboxes.Count > 0 ? sandboxes[0].Labels : containers.Count > 0 ? containers[0].Status.Labels : null;
        return new(podUid, sandboxes, containers)
        {
            Name = labels is not null && labels.TryGetValue(PodLabels.PodName, out var name) ? name : "",
            Namespace = labels is not null && labels.TryGetValue(PodLabels.PodNamespace, out var ns) ? ns : "",
        };
    }
}
