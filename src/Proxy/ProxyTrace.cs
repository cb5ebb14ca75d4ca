using System.Diagnostics;
using Kybernet.Base.Tracing;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Proxy;

/// <summary>The spans of the service proxy. All are null while nobody listens.</summary>
internal static class ProxyTrace
{
    private const string Queue = "kube-proxy";

    private static readonly ActivitySource s_source = new("Kybernet.Proxy");

    /// <summary>A change of a service or of its endpoints asked for new rules.</summary>
    public static void Enqueue(ObjectKey service)
    {
        using var span = s_source.StartActivity("Enqueue");
        span?.SetTag(SpanTags.Queue, Queue);
        span?.SetTag(SpanTags.Queued, service.ToString());
    }

    /// <summary>A round that writes the rules of these services.</summary>
    public static Activity? Sync(IReadOnlyCollection<ObjectKey> services)
    {
        var span = s_source.StartActivity("syncProxyRules");
        span?.SetTag(SpanTags.Queue, Queue);
        span?.SetTag(SpanTags.Keys, string.Join(' ', services));
        return span;
    }

    /// <summary>The kernel takes a transaction.</summary>
    public static Activity? Load()
    {
        var span = s_source.StartActivity("nft");
        span?.SetTag(SpanTags.Effect, "nft");
        return span;
    }
}
