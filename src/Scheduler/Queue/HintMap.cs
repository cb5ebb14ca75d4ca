using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Queue;

/// <summary>What is to be done with a rejected pod after an event.</summary>
public enum QueueingStrategy
{
    Skip,
    AfterBackoff,
    Immediately,
}

/// <summary>Which events may help pods that a plugin rejected, for each profile. Upstream: <c>QueueingHintMapPerProfile</c>.</summary>
public sealed class HintMap
{
    private readonly Dictionary<string, List<(string Plugin, HintedEvent Hinted)>> _byProfile = [];

    public void Add(string profile, IEnumerable<IPlugin> plugins)
    {
        var hints = new List<(string, HintedEvent)>();
        foreach (var plugin in plugins)
        {
            // A rejecting plugin that names no events would strand its pods; every event is worth a try then.
            if (plugin is IEnqueueExtensions extensions) hints.AddRange(extensions.Events.Select(hinted => (plugin.Name, hinted)));
            else if (plugin is IPreFilterPlugin or IFilterPlugin or IReservePlugin or IPermitPlugin or IPreEnqueuePlugin)
                hints.Add((plugin.Name, new(new(EventResource.WildCard, EventActions.All))));
        }

        _byProfile.Add(profile, hints);
    }

    /// <summary>False when no plugin listens to the event.</summary>
    public bool IsInteresting(ClusterEvent happened)
    {
        if (happened.IsWildCard) return true;
        foreach (var hints in _byProfile.Values)
            foreach (var (_, hinted) in hints)
                if (hinted.Event.Matches(happened)) return true;
        return false;
    }

    /// <summary>True when the plugin listens to the event.</summary>
    public bool Listens(string profile, string plugin, ClusterEvent happened)
    {
        if (!_byProfile.TryGetValue(profile, out var hints)) return false;
        foreach (var (name, hinted) in hints)
            if (name == plugin && hinted.Event.Matches(happened)) return true;
        return false;
    }

    /// <summary>Whether and how soon the event makes the pod worth another try.</summary>
    public QueueingStrategy Judge(QueuedPod pod, ClusterEvent happened, IObject? old, IObject? now)
    {
        if (!pod.HasRejectors || happened.IsWildCard || !_byProfile.TryGetValue(pod.Pod.Spec.SchedulerName, out var hints))
            return QueueingStrategy.AfterBackoff;
        var strategy = QueueingStrategy.Skip;
        foreach (var (plugin, hinted) in hints)
        {
            if (!hinted.Event.Matches(happened) || !pod.IsRejectedBy(plugin)) continue;
            if (hinted.Hint is { } hint && hint(pod.Pod, old, now) == QueueingHint.Skip) continue;
            if (pod.PendingPlugins.Contains(plugin)) return QueueingStrategy.Immediately;
            strategy = QueueingStrategy.AfterBackoff;
            if (pod.PendingPlugins.Count == 0) return strategy;
        }

        return strategy;
    }
}
