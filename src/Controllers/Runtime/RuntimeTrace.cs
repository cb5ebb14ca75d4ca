using System.Diagnostics;
using Kybernet.Base.Tracing;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Runtime;

/// <summary>The spans of controllers. All are null while nobody listens.</summary>
internal static class RuntimeTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.Controllers");

    /// <summary>A change asked for work on a key.</summary>
    public static void Enqueue(string controller, ObjectKey key)
    {
        using var span = s_source.StartActivity("Enqueue");
        span?.SetTag(SpanTags.Queue, controller);
        span?.SetTag(SpanTags.Queued, key.ToString());
    }

    public static Activity? Reconcile(string controller, ObjectKey key)
    {
        var span = s_source.StartActivity("Reconcile");
        span?.SetTag(SpanTags.Queue, controller);
        span?.SetTag(SpanTags.Keys, key.ToString());
        return span;
    }
}
