using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>A pod on its way to its node.</summary>
/// <param name="Queued">Its history.</param>
/// <param name="Pod">As it was scheduled.</param>
/// <param name="Node">Where to.</param>
/// <param name="Profile">Whose plugins.</param>
/// <param name="State">The cycle's.</param>
/// <param name="Started">When its scheduling began, in ticks of the time provider.</param>
/// <param name="IsWaiting">Permit plugins delay it.</param>
public sealed record BindingWork(QueuedPod Queued, PodInfo Pod, string Node, Profile Profile, CycleState State, long Started, bool IsWaiting);
