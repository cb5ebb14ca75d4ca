using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;

namespace Kybernet.Scheduler.Plugins.PrioritySort;

/// <summary>Schedules pods of higher priority first, of equal priority older ones. Upstream: <c>plugins/queuesort</c>.</summary>
public sealed class PrioritySortPlugin : IQueueSortPlugin
{
    public string Name => PluginNames.PrioritySort;

    public int Compare(QueuedPod left, QueuedPod right)
    {
        var order = right.Info.Priority.CompareTo(left.Info.Priority);
        return order != 0 ? order : left.Timestamp.CompareTo(right.Timestamp);
    }
}
