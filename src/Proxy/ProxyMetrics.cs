using System.Collections.Concurrent;
using System.Text;
using Kybernet.Base.Metrics;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy;

/// <summary>What <c>/metrics</c> tells, under kube-proxy's names.</summary>
internal sealed class ProxyMetrics
{
    // 1 ms doubled fifteen times.
    private static readonly double[] s_syncSeconds = [.. Enumerable.Range(0, 15).Select(static power => 0.001 * (1 << power))];

    private static readonly double[] s_programmingSeconds =
    [
        0.25, 0.5, .. Enumerable.Range(1, 59).Select(static n => (double)n), .. Enumerable.Range(0, 12).Select(static n => 60.0 + (5 * n)),
        .. Enumerable.Range(0, 7).Select(static n => 120.0 + (30 * n)),
    ];

    private readonly ConcurrentDictionary<(string Name, string First, string Second), double> _values = new();
    private readonly MetricFamily[] _all;

    public ProxyMetrics() => _all =
    [
        Sync, FullSync, PartialSync, Programming, SyncFailures, CleanupFailures, EndpointChanges, ServiceChanges, Healthz, Livez, Conntrack,
        ConntrackDeleted,
        ByFamily("sync_proxy_rules_last_timestamp_seconds", "When rules were last written, in seconds since 1970."),
        ByFamily("sync_proxy_rules_last_queued_timestamp_seconds", "When a sync was last asked for, in seconds since 1970."),
        Plain("sync_proxy_rules_endpoint_changes_pending", "Changes of endpoints not written yet."),
        Plain("sync_proxy_rules_service_changes_pending", "Changes of services not written yet."),
        new Gauge(
            "kubeproxy_sync_proxy_rules_no_local_endpoints_total", "Service ports of policy Local without an endpoint on this node.",
            () => Read("no_local_endpoints"), "traffic_policy", "ip_family"),
    ];

    public Histogram Sync { get; } = Duration("sync_proxy_rules_duration_seconds", "How long syncs took.");

    public Histogram FullSync { get; } = Duration("sync_full_proxy_rules_duration_seconds", "How long full syncs took.");

    public Histogram PartialSync { get; } = Duration("sync_partial_proxy_rules_duration_seconds", "How long syncs of changes took.");

    public Histogram Programming { get; } = new(
        "kubeproxy_network_programming_duration_seconds", "From the change of a pod or service to its rules.", s_programmingSeconds, "ip_family");

    public Counter SyncFailures { get; } =
        Count("sync_proxy_rules_nftables_sync_failures_total", "Transactions that nftables refused.", "ip_family");

    public Counter CleanupFailures { get; } =
        Count("sync_proxy_rules_nftables_cleanup_failures_total", "Failed deletions of old chains.", "ip_family");

    public Counter EndpointChanges { get; } = Count("sync_proxy_rules_endpoint_changes_total", "Changes of endpoints seen.");

    public Counter ServiceChanges { get; } = Count("sync_proxy_rules_service_changes_total", "Changes of services seen.");

    public Counter Healthz { get; } = Count("proxy_healthz_total", "Answers of /healthz.", "code");

    public Counter Livez { get; } = Count("proxy_livez_total", "Answers of /livez.", "code");

    public Histogram Conntrack { get; } =
        Duration("conntrack_reconciler_sync_duration_seconds", "How long looking for old UDP flows took.");

    public Counter ConntrackDeleted { get; } = Count("conntrack_reconciler_deleted_entries_total", "Old UDP flows deleted.", "ip_family");

    public static MetricLabels Of(IpFamily family) => new(family.ApiName);

    public void Set(string name, IpFamily family, double value) => _values[(name, family.ApiName, "")] = value;

    public void SetPending(string name, double value) => _values[(name, "", "")] = value;

    public void SetNoLocalEndpoints(string policy, IpFamily family, double value) =>
        _values[("no_local_endpoints", policy, family.ApiName)] = value;

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var family in _all) family.WriteTo(text);
        return text.ToString();
    }

    private static Histogram Duration(string name, string help) => new("kubeproxy_" + name, help, s_syncSeconds, "ip_family");

    private static Counter Count(string name, string help, params string[] labels) => new("kubeproxy_" + name, help, labels);

    private Gauge ByFamily(string name, string help) => new("kubeproxy_" + name, help, () => Read(name), "ip_family");

    private Gauge Plain(string name, string help) => new("kubeproxy_" + name, help, () => Read(name));

    private IEnumerable<(MetricLabels Labels, double Value)> Read(string name) =>
        _values.Where(entry => entry.Key.Name == name).Select(static entry => (new MetricLabels(entry.Key.First, entry.Key.Second), entry.Value));
}
