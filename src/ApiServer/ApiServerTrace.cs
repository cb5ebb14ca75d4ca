using System.Diagnostics;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Base.Tracing;
using Kybernet.Client.Tracing;

namespace Kybernet.ApiServer;

/// <summary>The spans of the API server, under upstream's names where it has the step. All are null while nobody listens.</summary>
internal static class ApiServerTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.ApiServer");

    /// <summary>Somebody listens.</summary>
    public static bool IsOn => s_source.HasListeners();

    /// <summary>A request that changes something, until it is answered.</summary>
    public static Activity? Request(RequestInfo info, bool isHttp)
    {
        if (!s_source.HasListeners() || !info.IsResourceRequest || info.Verb is "watch" or "proxy" or "get" or "list") return null;
        var resource = info.ApiGroup.Length > 0 ? $"{info.Resource}.{info.ApiGroup}" : info.Resource;
        if (info.Subresource.Length > 0) resource = $"{resource}/{info.Subresource}";
        var span = s_source.StartActivity($"{info.Verb} {resource}", isHttp ? ActivityKind.Server : ActivityKind.Internal);
        span?.SetTag(SpanTags.Verb, info.Verb);
        span?.SetTag(SpanTags.Name, info.Namespace.Length > 0 && info.Name.Length > 0 ? $"{info.Namespace}/{info.Name}" : info.Namespace + info.Name);
        return span;
    }

    /// <summary>A step of such a request.</summary>
    public static Activity? Step(string name) =>
        s_source.HasListeners() && ReferenceEquals(Activity.Current?.Source, s_source) ? s_source.StartActivity(name) : null;

    /// <summary>The write to the store.</summary>
    public static Activity? Commit() => s_source.StartActivity("etcd.Txn");

    /// <summary>What the write came to.</summary>
    public static StoredObject Committed(Activity? span, StoredObject stored)
    {
        span?.Wrote(stored.Value, stored.Revision);
        return stored;
    }
}
