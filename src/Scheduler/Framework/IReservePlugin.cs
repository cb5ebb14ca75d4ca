using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Is told of the node a pod will be bound to, and when it will not after all.</summary>
public interface IReservePlugin : IPlugin
{
    PluginStatus? Reserve(CycleState state, PodInfo pod, string node);

    /// <summary>Undoes <see cref="Reserve"/>; also called when Reserve was not, and more than once.</summary>
    void Unreserve(CycleState state, PodInfo pod, string node);
}

/// <summary>Approves, refuses or delays a pod between reserving and binding.</summary>
public interface IPermitPlugin : IPlugin
{
    /// <summary>Null approves; <see cref="StatusCode.Wait"/> delays until <see cref="WaitingPods"/> is told, at most for the time given.</summary>
    (PluginStatus? Status, TimeSpan Timeout) Permit(CycleState state, PodInfo pod, string node);
}
