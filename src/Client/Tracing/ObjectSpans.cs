using System.Diagnostics;
using System.Globalization;
using Kybernet.Base.Tracing;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Tracing;

/// <summary>Says which object a span is about.</summary>
public static class ObjectSpans
{
    /// <summary>The span works on the object at the version it has here.</summary>
    public static void Seen(this Activity span, IObject value)
    {
        Name(span, value);
        span.SetTag(SpanTags.Seen, value.Metadata.ResourceVersion);
    }

    /// <summary>The span wrote the object.</summary>
    /// <param name="span">The write.</param>
    /// <param name="value">What was written, or the last state of what was deleted.</param>
    /// <param name="revision">What the write made of the store.</param>
    public static void Wrote(this Activity span, IObject value, long revision)
    {
        Name(span, value);
        span.SetTag(SpanTags.Written, revision.ToString(CultureInfo.InvariantCulture));
    }

    private static void Name(Activity span, IObject value)
    {
        span.SetTag(SpanTags.Kind, value.Gvk.Kind);
        span.SetTag(SpanTags.Name, value.Key.ToString());
        span.SetTag(SpanTags.Uid, value.Metadata.Uid);
    }
}
