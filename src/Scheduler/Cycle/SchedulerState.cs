using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>What the scheduling loop knows. Of the loop alone.</summary>
/// <param name="Nodes">All nodes, with what their pods take.</param>
/// <param name="Cache">The pods counted on nodes.</param>
/// <param name="Queue">The pods without one.</param>
/// <param name="Nominator">The pods expected on a node soon.</param>
/// <param name="Profiles">By scheduler name.</param>
public sealed record SchedulerState(
    NodeTable Nodes, PodCache Cache, SchedulingQueue Queue, Nominator Nominator, IReadOnlyDictionary<string, Profile> Profiles)
{
    /// <summary>Null when the pod is another scheduler's.</summary>
    public Profile? ProfileOf(Pod pod) => Profiles.GetValueOrDefault(pod.Spec.SchedulerName);
}
