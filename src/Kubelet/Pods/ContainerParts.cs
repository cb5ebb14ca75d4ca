using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>All a container's configuration is made of.</summary>
internal sealed record ContainerParts(Pod Pod, Container Container, NodeFacts Node)
{
    public int RestartCount { get; init; }

    public string ImageRef { get; init; } = "";

    /// <summary>Null when the runtime does not tell.</summary>
    public CriV1.Image? Image { get; init; }

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<CriV1.Mount> Mounts { get; init; } = [];
}
