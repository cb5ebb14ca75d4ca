using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Nodes;

/// <summary>How the node is now.</summary>
/// <param name="Problem">Why it cannot run pods; empty when it can.</param>
/// <param name="Images">On it.</param>
internal sealed record NodeHealth(string Problem, IReadOnlyList<ContainerImage> Images)
{
    public bool HasMemoryPressure { get; init; }

    public bool HasDiskPressure { get; init; }
}
