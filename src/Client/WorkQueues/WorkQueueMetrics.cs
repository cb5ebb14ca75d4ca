using System.Collections.Concurrent;
using Kybernet.Base.Metrics;

namespace Kybernet.Client.WorkQueues;

/// <summary>The metrics of a process's work queues, under upstream's names (component-base/metrics/prometheus/workqueue).</summary>
public sealed class WorkQueueMetrics
{
    // From 10 ns, ten times as much each.
    private static readonly double[] s_seconds = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

    private readonly ConcurrentDictionary<string, IMeasuredQueue> _queues = new(StringComparer.Ordinal);

    public WorkQueueMetrics() => All =
    [
        Adds, Retries, Waits, Works,
        new Gauge("workqueue_depth", "Keys that wait for a worker.", () => Read(static queue => queue.Count), "name"),
        new Gauge(
            "workqueue_unfinished_work_seconds", "How long all that is worked on has been worked on, in sum.",
            () => Read(static queue => queue.Unfinished().Total.TotalSeconds), "name"),
        new Gauge(
            "workqueue_longest_running_processor_seconds", "How long the longest has been worked on.",
            () => Read(static queue => queue.Unfinished().Longest.TotalSeconds), "name"),
    ];

    /// <summary>For the process's <c>/metrics</c>.</summary>
    public IReadOnlyList<MetricFamily> All { get; }

    internal Counter Adds { get; } = new("workqueue_adds_total", "Keys added.", "name");

    internal Counter Retries { get; } = new("workqueue_retries_total", "Keys added again after a failure.", "name");

    internal Histogram Waits { get; } = new("workqueue_queue_duration_seconds", "How long keys waited for a worker.", s_seconds, "name");

    internal Histogram Works { get; } = new("workqueue_work_duration_seconds", "How long keys were worked on.", s_seconds, "name");

    internal void Register(string name, IMeasuredQueue queue) => _queues[name] = queue;

    private IEnumerable<(MetricLabels, double)> Read(Func<IMeasuredQueue, double> value) =>
        _queues.Select(queue => (new MetricLabels(queue.Key), value(queue.Value)));
}

/// <summary>What is read of a queue when its metrics are asked for.</summary>
internal interface IMeasuredQueue
{
    int Count { get; }

    /// <summary>How long what is worked on has been.</summary>
    (TimeSpan Total, TimeSpan Longest) Unfinished();
}
