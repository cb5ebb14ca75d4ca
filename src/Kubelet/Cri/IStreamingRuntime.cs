using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>Streams into containers: the runtime answers with the address, on this machine, of its own streaming server (SPDY or WebSocket).</summary>
internal interface IStreamingRuntime
{
    Task<string> ExecAsync(ExecRequest request, CancellationToken cancel);

    Task<string> AttachAsync(AttachRequest request, CancellationToken cancel);

    Task<string> PortForwardAsync(string sandboxId, CancellationToken cancel);

    Task<ContainerStats?> ContainerStatsAsync(string containerId, CancellationToken cancel);

    Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(ContainerStatsFilter? filter, CancellationToken cancel);

    Task<IReadOnlyList<PodSandboxStats>> ListPodSandboxStatsAsync(PodSandboxStatsFilter? filter, CancellationToken cancel);

    /// <summary>Changes of containers as they happen. Ends with Unimplemented for runtimes that tell none (containerd before 1.7).</summary>
    IAsyncEnumerable<ContainerEventResponse> ContainerEventsAsync(CancellationToken cancel);
}
