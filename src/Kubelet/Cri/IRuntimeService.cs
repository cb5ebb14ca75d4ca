using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>Sandboxes and containers. Every method throws <see cref="CriException"/> for what the runtime refuses.</summary>
/// <remarks>Upstream: cri-api, RuntimeService.</remarks>
internal interface IRuntimeService
{
    Task<VersionResponse> VersionAsync(CancellationToken cancel);

    Task<StatusResponse> StatusAsync(bool verbose, CancellationToken cancel);

    /// <summary>Creates and starts a sandbox with its network.</summary>
    /// <returns>The sandbox's id.</returns>
    Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancel);

    /// <summary>Ends all processes of the sandbox and gives its network back. May be repeated.</summary>
    Task StopPodSandboxAsync(string sandboxId, CancellationToken cancel);

    Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancel);

    /// <returns>Null when there is no such sandbox.</returns>
    Task<PodSandboxStatus?> PodSandboxStatusAsync(string sandboxId, CancellationToken cancel);

    Task<IReadOnlyList<PodSandbox>> ListPodSandboxesAsync(PodSandboxFilter? filter, CancellationToken cancel);

    /// <returns>The container's id.</returns>
    Task<string> CreateContainerAsync(string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancel);

    Task StartContainerAsync(string containerId, CancellationToken cancel);

    /// <summary>The container's stop signal; after the grace period SIGKILL. May be repeated.</summary>
    Task StopContainerAsync(string containerId, long gracePeriodSeconds, CancellationToken cancel);

    Task RemoveContainerAsync(string containerId, CancellationToken cancel);

    Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancel);

    /// <returns>Null when there is no such container.</returns>
    Task<ContainerStatus?> ContainerStatusAsync(string containerId, CancellationToken cancel);

    Task UpdateContainerResourcesAsync(string containerId, LinuxContainerResources resources, CancellationToken cancel);

    /// <summary>After the log file was moved away.</summary>
    Task ReopenContainerLogAsync(string containerId, CancellationToken cancel);

    /// <summary>Runs a command in the container and waits for its end.</summary>
    Task<ExecSyncResponse> ExecSyncAsync(string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancel);
}
