using System.Text;
using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer;

/// <summary>What <c>/metrics</c> tells, under upstream's names (<c>endpoints/metrics</c>).</summary>
internal sealed class ApiServerMetrics
{
    private static readonly double[] s_seconds =
        [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private readonly Counter _requests = new(
        "apiserver_request_total", "Requests, by what they asked for and how they ended.",
        "verb", "group", "version", "resource", "subresource", "scope", "component", "code");

    private readonly Histogram _durations = new(
        "apiserver_request_duration_seconds", "How long requests took.", s_seconds,
        "verb", "group", "version", "resource", "subresource", "scope", "component");

    private readonly MetricFamily[] _all;

    public ApiServerMetrics(InFlightLimit limit, FlowController? flow, Func<ResourceRegistry> registry, TimeProvider time)
    {
        var started = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        _all =
        [
            _requests,
            _durations,
            new Gauge(
                "apiserver_current_inflight_requests", "Requests being worked on.",
                () => [(new("readOnly"), limit.Reads), (new("mutating"), limit.Writes)], "request_kind"),
            new Gauge(
                "apiserver_resource_objects", "Objects stored, by resource.",
                () => registry().Resources.Select(resource =>
                    (new MetricLabels(resource.Info.Resource.Group, resource.Info.Resource.Resource), (double)resource.Cache.Snapshot.Objects.Count)),
                "group", "resource"),
            new Gauge("process_resident_memory_bytes", "Memory of the process.", () => [(default, Environment.WorkingSet)]),
            new Gauge("process_start_time_seconds", "When the server started, in seconds since 1970.", () => [(default, started)]),
            new Gauge("process_cpu_seconds_total", "Processor time used.", static () => [(default, Environment.CpuUsage.TotalTime.TotalSeconds)]),
            .. flow?.Metrics.Families(() => flow.Configuration.Levels) ?? [],
        ];
    }

    public void Record(RequestInfo info, int code, TimeSpan duration)
    {
        var verb = Upper(info.Verb);
        var scope = info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : info.IsResourceRequest ? "cluster" : "";
        _requests.Add(new(verb, info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource, scope, "apiserver", Text(code)));
        // A watch lasts as long as its client wants: that says nothing about the server.
        if (info.Verb == "watch") return;
        _durations.Observe(
            new(verb, info.ApiGroup, info.ApiVersion, info.Resource, info.Subresource, scope, "apiserver"), duration.TotalSeconds);
    }

    public byte[] Write()
    {
        var text = new StringBuilder();
        foreach (var family in _all) family.WriteTo(text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Upper(string verb) => verb switch
    {
        "get" => "GET",
        "list" => "LIST",
        "watch" => "WATCH",
        "create" => "CREATE",
        "update" => "UPDATE",
        "patch" => "PATCH",
        "delete" => "DELETE",
        _ => verb.ToUpperInvariant(),
    };

    private static string Text(int code) => code switch
    {
        200 => "200",
        201 => "201",
        404 => "404",
        409 => "409",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
