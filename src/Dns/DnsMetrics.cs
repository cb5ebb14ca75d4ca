using System.Text;
using Kybernet.Base.Metrics;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns;

/// <summary>What <c>/metrics</c> tells, under CoreDNS's names.</summary>
internal sealed class DnsMetrics
{
    private const string Server = "dns://:53";

    // Of 0.25 ms doubled sixteen times, as CoreDNS's.
    private static readonly double[] s_seconds = [.. Enumerable.Range(0, 16).Select(static power => 0.00025 * (1 << power))];
    private static readonly double[] s_sizes = [0, 100, 200, 300, 400, 511, 1023, 2047, 4095, 8291, 16_000, 32_000, 48_000, 64_000];

    private readonly Counter _requests = new("coredns_dns_requests_total", "Queries.", "server", "zone", "proto", "family", "type");
    private readonly Counter _responses = new("coredns_dns_responses_total", "Answers.", "server", "zone", "rcode", "plugin");
    private readonly Histogram _durations =
        new("coredns_dns_request_duration_seconds", "How long answers took.", s_seconds, "server", "zone");
    private readonly Histogram _sizes = new("coredns_dns_response_size_bytes", "How long answers are.", s_sizes, "server", "zone", "proto");
    private readonly Counter _hits = new("coredns_cache_hits_total", "Answers out of the cache.", "server", "type", "zones");
    private readonly Counter _misses = new("coredns_cache_misses_total", "Queries the cache had no answer for.", "server", "zones");
    private readonly Counter _panics = new("coredns_panics_total", "Queries that ended in an exception.");
    private readonly Counter _rejects =
        new("coredns_forward_max_concurrent_rejects_total", "Queries refused: too many wait for upstreams.");

    private readonly Histogram _forwards = new(
        "coredns_proxy_request_duration_seconds", "How long upstreams took.", s_seconds, "proxy_name", "to", "rcode");

    private readonly MetricFamily[] _all;

    public DnsMetrics(Func<int> cached) => _all =
    [
        _requests, _responses, _durations, _sizes, _hits, _misses, _panics, _rejects, _forwards,
        new Gauge("coredns_cache_entries", "Answers kept.", () => [(new(Server), cached())], "server"),
        new Gauge("coredns_build_info", "What this is.", static () => [(new("kybernet"), 1)], "version"),
    ];

    public void Asked(DnsQuestion question, string zone, bool isTcp) =>
        _requests.Add(new(Server, zone, Proto(isTcp), "1", TypeName(question.Type)));

    public void Answered(string zone, bool isTcp, DnsCode code, string plugin, int size, TimeSpan duration)
    {
        _responses.Add(new(Server, zone, CodeName(code), plugin));
        _durations.Observe(new(Server, zone), duration.TotalSeconds);
        _sizes.Observe(new(Server, zone, Proto(isTcp)), size);
    }

    public void CacheHit(bool isDenial) => _hits.Add(new(Server, isDenial ? "denial" : "success", "."));

    public void CacheMiss() => _misses.Add(new(Server, "."));

    public void Forwarded(string upstream, DnsCode code, TimeSpan duration) =>
        _forwards.Observe(new("forward", upstream, CodeName(code)), duration.TotalSeconds);

    public void Rejected() => _rejects.Add(default);

    public void Threw() => _panics.Add(default);

    public string Write()
    {
        var text = new StringBuilder();
        foreach (var family in _all) family.WriteTo(text);
        return text.ToString();
    }

    private static string Proto(bool isTcp) => isTcp ? "tcp" : "udp";

    private static string TypeName(DnsType type) => type switch
    {
        DnsType.A or DnsType.Aaaa or DnsType.Ns or DnsType.Cname or DnsType.Soa or DnsType.Ptr or DnsType.Txt or DnsType.Srv or DnsType.Any =>
            type.ToString().ToUpperInvariant(),
        _ => "other",
    };

    private static string CodeName(DnsCode code) => code switch
    {
        DnsCode.NoError => "NOERROR",
        DnsCode.FormatError => "FORMERR",
        DnsCode.ServerFailure => "SERVFAIL",
        DnsCode.NameError => "NXDOMAIN",
        DnsCode.NotImplemented => "NOTIMP",
        DnsCode.Refused => "REFUSED",
        _ => "OTHER",
    };
}
