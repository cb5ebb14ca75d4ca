using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>What a PostFilter plugin came to.</summary>
/// <param name="Status">Null when it made room; else its message ends the pod's.</param>
/// <param name="NominatedNode">Where the pod is expected to fit soon; empty to clear the nomination, null to leave it.</param>
public readonly record struct PostFilterResult(PluginStatus? Status, string? NominatedNode);

/// <summary>Tries to make room for a pod that fits nowhere: preemption.</summary>
public interface IPostFilterPlugin : IPlugin
{
    /// <param name="profile">Whose filters say what would fit, and who tells users.</param>
    /// <param name="state">The cycle's, as PreFilter left it.</param>
    /// <param name="pod">The pod that fits nowhere.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="diagnosis">Why it fits nowhere.</param>
    PostFilterResult PostFilter(Profile profile, CycleState state, PodInfo pod, NodeTable nodes, Diagnosis diagnosis);
}
