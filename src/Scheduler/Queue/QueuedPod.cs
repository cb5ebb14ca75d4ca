using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Queue;

/// <summary>Where a pod of the queue is.</summary>
public enum QueuePlace
{
    /// <summary>Being scheduled, or no longer the queue's.</summary>
    None,

    /// <summary>To be tried next.</summary>
    Active,

    /// <summary>Waiting out its back-off.</summary>
    Backoff,

    /// <summary>Tried in vain, until an event may help it.</summary>
    Unschedulable,

    /// <summary>Held by a PreEnqueue plugin.</summary>
    Gated,
}

/// <summary>A pod that has no node, with the history of its tries. Of the scheduling loop alone. Upstream: <c>QueuedPodInfo</c>.</summary>
public sealed class QueuedPod(PodInfo info, DateTimeOffset now, long sequence)
{
    public PodInfo Info { get; internal set; } = info;

    public Pod Pod => Info.Pod;

    /// <summary>When it came, or was last tried.</summary>
    public DateTimeOffset Timestamp { get; internal set; } = now;

    /// <summary>Grows with each pod: the order of those with one timestamp.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>When it first could be tried.</summary>
    public DateTimeOffset? FirstAttempt { get; internal set; }

    public int Attempts { get; internal set; }

    /// <summary>How often plugins rejected it.</summary>
    public int UnschedulableCount { get; internal set; }

    /// <summary>How often in a row something went wrong that was not the pod's fault.</summary>
    public int ConsecutiveErrors { get; internal set; }

    /// <summary>Those that rejected it last: only events they listen to bring it back.</summary>
    public IReadOnlySet<string> UnschedulablePlugins { get; internal set; } = s_none;

    /// <summary>Those that said Pending last.</summary>
    public IReadOnlySet<string> PendingPlugins { get; internal set; } = s_none;

    /// <summary>The PreEnqueue plugin that holds it; empty when none does.</summary>
    public string GatingPlugin { get; internal set; } = "";

    /// <summary>Brought back after five minutes without a helpful event.</summary>
    public bool WasFlushed { get; internal set; }

    public QueuePlace Place { get; internal set; }

    internal DateTimeOffset? BackoffEnd { get; set; }

    /// <summary>Its place in the heap it is in.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>The heap it is in.</summary>
    internal PodHeap? Heap { get; set; }

    internal bool IsRejectedBy(string plugin) => UnschedulablePlugins.Contains(plugin) || PendingPlugins.Contains(plugin);

    internal bool HasRejectors => UnschedulablePlugins.Count + PendingPlugins.Count > 0;

    /// <summary>Remembers who rejected it; null when something else went wrong.</summary>
    public void Reject(Diagnosis? diagnosis)
    {
        UnschedulablePlugins = diagnosis?.UnschedulablePlugins ?? s_none;
        PendingPlugins = diagnosis?.PendingPlugins ?? s_none;
    }

    private static readonly IReadOnlySet<string> s_none = System.Collections.Frozen.FrozenSet<string>.Empty;
}
