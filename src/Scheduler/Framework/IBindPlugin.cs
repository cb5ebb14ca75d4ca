using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>Prepares what the pod needs on its node. Runs beside the scheduling loop, for many pods at once.</summary>
public interface IPreBindPlugin : IPlugin
{
    ValueTask<PluginStatus?> PreBindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancel);
}

/// <summary>Binds the pod. Runs beside the scheduling loop, for many pods at once.</summary>
public interface IBindPlugin : IPlugin
{
    /// <summary>Null when bound; <see cref="StatusCode.Skip"/> leaves it to the next Bind plugin.</summary>
    ValueTask<PluginStatus?> BindAsync(CycleState state, PodInfo pod, string node, CancellationToken cancel);
}

/// <summary>Is told of bound pods. Runs beside the scheduling loop.</summary>
public interface IPostBindPlugin : IPlugin
{
    void PostBind(CycleState state, PodInfo pod, string node);
}
