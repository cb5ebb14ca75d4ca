using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What the container runtime has of one pod, at one moment.</summary>
/// <param name="Uid">The pod's.</param>
/// <param name="Sandboxes">The newest first.</param>
/// <param name="Containers">The newest first, of all sandboxes.</param>
internal sealed record RuntimePod(string Uid, IReadOnlyList<PodSandboxStatus> Sandboxes, IReadOnlyList<RuntimeContainer> Containers)
{
    public string Name { get; init; } = "";

    public string Namespace { get; init; } = "";

    /// <summary>The newest container of that name.</summary>
    public RuntimeContainer? Find(string container) => Containers.FirstOrDefault(candidate => candidate.Name == container);

    public bool HasRunning => Containers.Any(container => container.State == ContainerState.ContainerRunning);

    /// <summary>The ready sandbox; null when there is none.</summary>
    public PodSandboxStatus? ReadySandbox => Sandboxes.FirstOrDefault(sandbox => sandbox.State == PodSandboxState.SandboxReady);

    /// <summary>The addresses of the newest sandbox, if it is ready.</summary>
    public IReadOnlyList<string> Ips =>
        Sandboxes.Count > 0 && Sandboxes[0] is { State: PodSandboxState.SandboxReady, Network: { Ip.Length: > 0 } network }
            ? [network.Ip, .. network.AdditionalIps.Select(ip => ip.Ip)]
            : [];

    public static RuntimePod Nothing(string uid) => new(uid, [], []);
}
