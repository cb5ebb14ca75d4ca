using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Volumes;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>One pod while its containers are started.</summary>
/// <param name="Pod">What is asked for.</param>
/// <param name="Runtime">What there was before.</param>
/// <param name="SandboxId">Where containers are made.</param>
/// <param name="SandboxConfig">What the sandbox was made of.</param>
/// <param name="PodIps">The sandbox's addresses; the node's for a pod on its network.</param>
/// <param name="Volumes">Ready, by name.</param>
/// <param name="Sources">Of environments.</param>
internal sealed record PodRun(
    Pod Pod,
    RuntimePod Runtime,
    string SandboxId,
    CriV1.PodSandboxConfig SandboxConfig,
    IReadOnlyList<string> PodIps,
    IReadOnlyDictionary<string, MountedVolume> Volumes,
    VariableSources Sources)
{
    public string Uid => Pod.RuntimeUid;
}
