using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Queue;

namespace Kybernet.Scheduler.Framework;

/// <summary>A plugin of the scheduling framework. It implements the interfaces of the extension points it has.</summary>
/// <remarks>
/// Every extension point but PreBind, Bind and PostBind runs on the scheduling loop, one pod at a time: plugins need no locks for what
/// only those touch.
/// </remarks>
public interface IPlugin
{
    /// <summary>As upstream names it; configurations and messages use it.</summary>
    string Name { get; }
}

/// <summary>Says which pod is scheduled first. A profile has exactly one, and all profiles the same.</summary>
public interface IQueueSortPlugin : IPlugin
{
    /// <summary>Below zero when <paramref name="left"/> comes first; the queue breaks ties by age.</summary>
    int Compare(QueuedPod left, QueuedPod right);
}

/// <summary>Keeps pods from being tried at all.</summary>
public interface IPreEnqueuePlugin : IPlugin
{
    /// <summary>Null when the pod may be tried.</summary>
    PluginStatus? PreEnqueue(Pod pod);
}
