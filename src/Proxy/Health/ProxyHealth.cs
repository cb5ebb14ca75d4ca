using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Http;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Health;

/// <summary>Whether rules follow changes in time, and whether load balancers should send to the node.</summary>
/// <remarks>Upstream: pkg/proxy/healthcheck/proxy_health.go.</remarks>
internal sealed class ProxyHealth(TimeSpan timeout, Func<Node?> node, ProxyMetrics metrics, TimeProvider time)
{
    private const string ToBeDeletedTaint = "ToBeDeletedByClusterAutoscaler";
    private static readonly string[] s_headers = ["X-Content-Type-Options: nosniff"];

    private readonly ConcurrentDictionary<IpFamily, DateTimeOffset> _updated = new();
    private readonly ConcurrentDictionary<IpFamily, DateTimeOffset> _queued = new();

    public bool IsHealthy => _updated.Keys.All(IsHealthyIn);

    /// <summary>A change waits to be written; the oldest one counts.</summary>
    public void Queued(IpFamily family) => _queued.TryAdd(family, time.GetUtcNow());

    public void Updated(IpFamily family)
    {
        _queued.TryRemove(family, out _);
        _updated[family] = time.GetUtcNow();
    }

    public PlainAnswer Answer(string path)
    {
        if (path is not ("/healthz" or "/livez")) return PlainAnswer.Text(404, "404 page not found\n");
        // A node about to be deleted takes no new connections, yet its proxy must not be restarted for that.
        var isEligible = node() is { } here && here.Metadata.DeletionTimestamp is null
            && !here.Spec.Taints.Any(static taint => taint.Key == ToBeDeletedTaint);
        var isHealthz = path == "/healthz";
        var isHealthy = IsHealthy && (!isHealthz || isEligible);
        var status = isHealthy ? 200 : 503;
        (isHealthz ? metrics.Healthz : metrics.Livez).Add(new(status.ToString(CultureInfo.InvariantCulture)));
        return PlainAnswer.Json(status, Json(isHealthy, isHealthz ? isEligible : null)) with { Headers = s_headers };
    }

    private string Json(bool isHealthy, bool? isEligible)
    {
        var now = time.GetUtcNow();
        var last = isHealthy ? now : _updated.IsEmpty ? default : _updated.Values.Max();
        var text = new StringBuilder($"{{\"lastUpdated\":\"{last:O}\",\"currentTime\":\"{now:O}\",");
        if (isEligible is { } eligible) text.Append("\"nodeEligible\":").Append(eligible ? "true," : "false,");
        text.Append("\"healthy\":").Append(isHealthy ? "true" : "false");
        var families = _updated.OrderBy(static entry => entry.Key).Select(entry =>
            $"\"{entry.Key.ApiName}\":{{\"lastUpdated\":\"{entry.Value:O}\",\"healthy\":{(IsHealthyIn(entry.Key) ? "true" : "false")}}}");
        if (!_updated.IsEmpty) text.Append(",\"status\":{").AppendJoin(',', families).Append('}');
        return text.Append('}').ToString();
    }

    private bool IsHealthyIn(IpFamily family) => !_queued.TryGetValue(family, out var since) || time.GetUtcNow() - since < timeout;
}
