using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What has to be done to bring a pod's containers to what the pod asks for.</summary>
/// <remarks>Upstream: kuberuntime, podActions.</remarks>
internal sealed record PodActions
{
    /// <summary>End everything the pod has.</summary>
    public bool KillPod { get; init; }

    public bool CreateSandbox { get; init; }

    /// <summary>The sandbox containers are made in, if none is created; null when there is none.</summary>
    public string? SandboxId { get; init; }

    /// <summary>How many sandboxes the pod had before the one to create.</summary>
    public uint Attempt { get; init; }

    /// <summary>In this order; a later one is started only when the one before has.</summary>
    public IReadOnlyList<Container> InitContainersToStart { get; init; } = [];

    public IReadOnlyList<Container> ContainersToStart { get; init; } = [];

    public IReadOnlyList<EphemeralContainer> EphemeralContainersToStart { get; init; } = [];

    public IReadOnlyList<ContainerToKill> ContainersToKill { get; init; } = [];

    /// <summary>That run and go on running, with other resources; by the runtime's id.</summary>
    public IReadOnlyList<(string Id, Container Container)> ContainersToResize { get; init; } = [];

    public bool IsNothing => !KillPod && !CreateSandbox && InitContainersToStart.Count == 0 && ContainersToStart.Count == 0
        && EphemeralContainersToStart.Count == 0 && ContainersToKill.Count == 0 && ContainersToResize.Count == 0;
}

/// <param name="Id">The runtime's.</param>
/// <param name="Container">Its definition.</param>
/// <param name="Message">Why, for users.</param>
/// <param name="Reason">What made it necessary.</param>
internal sealed record ContainerToKill(string Id, Container Container, string Message, KillReason Reason);

/// <summary>Why a container is ended; a probe's own grace period applies to what the probe caused.</summary>
internal enum KillReason
{
    Other,
    LivenessProbe,
    StartupProbe,
    Unknown,
}
