using System.Globalization;
using System.Text;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Cri.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Server.Stats;

/// <summary>
/// What the node's containers use, as the runtime counts it, and the node, as its kernel does. Upstream: <c>/stats/summary</c>,
/// <c>/metrics/resource</c>, which metrics-server reads.
/// </summary>
internal sealed class NodeFigures(string nodeName, IPodDirectory pods, IStreamingRuntime runtime, TimeProvider time)
{
    public const string PodName = "io.kubernetes.pod.name";
    public const string PodNamespace = "io.kubernetes.pod.namespace";
    public const string PodUid = "io.kubernetes.pod.uid";
    public const string ContainerName = "io.kubernetes.container.name";

    public async Task<string> SummaryAsync(CancellationToken cancel) =>
        StatsSummary.Write(nodeName, NodeUsage.Read(time.GetUtcNow()), pods.List(), await MeasuredAsync(cancel));

    public async Task<string> ResourceMetricsAsync(CancellationToken cancel)
    {
        IReadOnlyList<ContainerStats> all;
        var isFailed = 0;
        try
        {
            all = await MeasuredAsync(cancel);
        }
        catch (CriException)
        {
            (all, isFailed) = ([], 1);
        }

        var text = new StringBuilder();
        var node = NodeUsage.Read(time.GetUtcNow());
        Series(text, "container_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the container in core-seconds",
            all.Select(static one => (Labels(one, true), one.Cpu.UsageCoreNanoSeconds.Value / 1e9, one.Cpu.Timestamp)));
        Series(text, "container_memory_working_set_bytes", "gauge", "Current working set of the container in bytes",
            all.Select(static one => (Labels(one, true), (double)one.Memory.WorkingSetBytes.Value, one.Memory.Timestamp)));
        Series(text, "node_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the node in core-seconds",
            [("", node.CpuSeconds, node.UnixNanoseconds)]);
        Series(text, "node_memory_working_set_bytes", "gauge", "Current working set of the node in bytes",
            [("", node.WorkingSetBytes, node.UnixNanoseconds)]);
        var byPod = all.GroupBy(static one => Labels(one, false)).ToList();
        Series(text, "pod_cpu_usage_seconds_total", "counter", "Cumulative cpu time consumed by the pod in core-seconds",
            byPod.Select(static pod => (pod.Key, pod.Sum(static one => one.Cpu.UsageCoreNanoSeconds.Value / 1e9), pod.Max(static one => one.Cpu.Timestamp))));
        Series(text, "pod_memory_working_set_bytes", "gauge", "Current working set of the pod in bytes",
            byPod.Select(static pod =>
                (pod.Key, pod.Sum(static one => (double)one.Memory.WorkingSetBytes.Value), pod.Max(static one => one.Memory.Timestamp))));
        Series(text, "resource_scrape_error", "gauge", "1 if there was an error while getting container metrics, 0 otherwise", [("", isFailed, 0)]);
        return text.ToString();
    }

    public async Task<string> MetricsAsync(CancellationToken cancel)
    {
        var text = new StringBuilder();
        var running = await MeasuredAsync(cancel);
        Series(text, "kubelet_node_name", "gauge", "The node's name. The count is always 1.", [($"node=\"{nodeName}\"", 1, 0)]);
        Series(text, "kubelet_running_pods", "gauge", "Number of pods that have a running pod sandbox",
            [("", running.Select(static one => Label(one, PodUid)).Distinct().Count(), 0)]);
        Series(text, "kubelet_running_containers", "gauge", "Number of containers currently running", [("container_state=\"running\"", running.Count, 0)]);
        Series(text, "kubelet_active_pods", "gauge", "The number of pods the kubelet considers active", [("static=\"\"", pods.List().Count, 0)]);
        return text.ToString();
    }

    /// <summary>Without containers that use nothing any more.</summary>
    private async Task<List<ContainerStats>> MeasuredAsync(CancellationToken cancel) =>
        [.. (await runtime.ListContainerStatsAsync(null, cancel))
            .Where(static one => one.Cpu?.UsageCoreNanoSeconds is not null && one.Memory?.WorkingSetBytes is not null)];

    public static string Label(ContainerStats one, string name) => one.Attributes.Labels.TryGetValue(name, out var value) ? value : "";

    private static string Labels(ContainerStats one, bool withContainer)
    {
        var pod = $"namespace=\"{Label(one, PodNamespace)}\",pod=\"{Label(one, PodName)}\"";
        return withContainer ? $"container=\"{Label(one, ContainerName)}\",{pod}" : pod;
    }

    /// <param name="text">Takes the family.</param>
    /// <param name="name">The metric's.</param>
    /// <param name="type">counter or gauge.</param>
    /// <param name="help">What it counts.</param>
    /// <param name="series">Labels, the value, and when it was measured in nanoseconds since 1970, or 0.</param>
    private static void Series(StringBuilder text, string name, string type, string help, IEnumerable<(string Labels, double Value, long Time)> series)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value, at) in series)
        {
            text.Append(name);
            if (labels.Length > 0) text.Append(CultureInfo.InvariantCulture, $"{{{labels}}}");
            text.Append(CultureInfo.InvariantCulture, $" {value:R}");
            if (at > 0) text.Append(CultureInfo.InvariantCulture, $" {at / 1_000_000}");
            text.Append('\n');
        }
    }
}
