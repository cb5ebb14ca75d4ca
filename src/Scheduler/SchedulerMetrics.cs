using System.Text;
using Kybernet.Base.Metrics;

namespace Kybernet.Scheduler;

/// <summary>The scheduler's metrics, named as upstream's. Upstream: <c>pkg/scheduler/metrics</c>.</summary>
public sealed class SchedulerMetrics
{
    private static readonly double[] s_latencies = [.. Enumerable.Range(0, 15).Select(i => 0.001 * Math.Pow(2, i))];
    private static readonly double[] s_waits = [.. Enumerable.Range(0, 20).Select(i => 0.01 * Math.Pow(2, i))];
    private static readonly double[] s_attempts = [1, 2, 4, 8, 16];

    private Func<IEnumerable<(MetricLabels, double)>> _pendingPods = () => [];
    private Func<IEnumerable<(MetricLabels, double)>> _cacheSize = () => [];
    private Func<IEnumerable<(MetricLabels, double)>> _goroutines = () => [];

    public SchedulerMetrics()
    {
        PendingPods = new("scheduler_pending_pods",
            "Number of pending pods, by the queue type: active, backoff, unschedulable or gated.", () => _pendingPods(), "queue");
        CacheSize = new("scheduler_scheduler_cache_size",
            "Number of nodes, pods, and assumed (bound) pods in the scheduler cache.", () => _cacheSize(), "type");
        Running = new("scheduler_goroutines",
            "Number of running tasks split by the work they do such as binding.", () => _goroutines(), "operation");
    }

    public Counter Attempts { get; } = new("scheduler_schedule_attempts_total",
        "Number of attempts to schedule pods, by the result: scheduled, unschedulable or error.", "result", "profile");

    public Histogram AttemptSeconds { get; } = new("scheduler_scheduling_attempt_duration_seconds",
        "Scheduling attempt latency in seconds (scheduling algorithm + binding)", s_latencies, "result", "profile");

    public Histogram AlgorithmSeconds { get; } = new("scheduler_scheduling_algorithm_duration_seconds",
        "Scheduling algorithm latency in seconds", s_latencies);

    public Histogram SliSeconds { get; } = new("scheduler_pod_scheduling_sli_duration_seconds",
        "E2e latency for a pod being scheduled, from the time the pod enters the scheduling queue.", s_waits, "attempts");

    public Histogram PodAttempts { get; } = new("scheduler_pod_scheduling_attempts",
        "Number of attempts to successfully schedule a pod.", s_attempts);

    public Counter IncomingPods { get; } = new("scheduler_queue_incoming_pods_total",
        "Number of pods added to scheduling queues by event and queue type.", "queue", "event");

    public Counter ScheduledAfterFlush { get; } = new("scheduler_pod_scheduled_after_flush_total",
        "Number of pods that were scheduled after being flushed from the unschedulable pods due to timeout.");

    public Counter PreemptionAttempts { get; } = new("scheduler_preemption_attempts_total", "Total preemption attempts in the cluster till now");

    public Histogram PreemptionVictims { get; } =
        new("scheduler_preemption_victims", "Number of selected preemption victims", [1, 2, 4, 8, 16, 32, 64]);

    public Gauge PendingPods { get; }

    public Gauge CacheSize { get; }

    public Gauge Running { get; }

    /// <summary>Says where the gauges read. Their numbers are read while the loop changes them; each is whole.</summary>
    internal void Read(Func<(int Active, int Backoff, int Unschedulable, int Gated)> queue, Func<(int Nodes, int Pods, int Assumed)> cache, Func<int> bindings)
    {
        _pendingPods = () =>
        {
            var (active, backoff, unschedulable, gated) = queue();
            return [(new("active"), active), (new("backoff"), backoff), (new("unschedulable"), unschedulable), (new("gated"), gated)];
        };
        _cacheSize = () =>
        {
            var (nodes, pods, assumed) = cache();
            return [(new("nodes"), nodes), (new("pods"), pods), (new("assumed_pods"), assumed)];
        };
        _goroutines = () => [(new("binding"), bindings())];
    }

    /// <summary>Appends all in Prometheus' text format.</summary>
    public void WriteTo(StringBuilder text)
    {
        MetricFamily[] families =
        [
            Attempts, AttemptSeconds, AlgorithmSeconds, SliSeconds, PodAttempts, IncomingPods, ScheduledAfterFlush, PreemptionAttempts,
            PreemptionVictims, PendingPods, CacheSize, Running,
        ];
        foreach (var family in families) family.WriteTo(text);
    }
}
