using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.Status;

/// <summary>All a pod's status is made of.</summary>
/// <param name="Pod">What is asked for.</param>
/// <param name="Runtime">What the runtime has.</param>
/// <param name="Old">What was told last.</param>
/// <param name="Probes">What probes found.</param>
/// <param name="Node">The node.</param>
/// <param name="Now">Now.</param>
internal sealed record StatusInputs(Pod Pod, RuntimePod Runtime, PodStatus Old, IProbeResults Probes, NodeFacts Node, Time Now)
{
    /// <summary>Containers that could not be started, by name.</summary>
    public IReadOnlyDictionary<string, StartFailure> Failures { get; init; } = new Dictionary<string, StartFailure>();

    /// <summary>Nothing of the pod is started any more.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Conditions of a resize that waits or is under way.</summary>
    public IReadOnlyList<PodCondition> Resizing { get; init; } = [];

    /// <summary>Why the pod as a whole has failed: its deadline, an eviction; null when it has not.</summary>
    public StartFailure? Failure { get; init; }
}
