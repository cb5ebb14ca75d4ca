using System.Diagnostics;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Tracing;

/// <summary>The spans of informers.</summary>
internal static class ClientTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.Client");

    /// <summary>A watch told of a change; subscribers are told inside.</summary>
    public static Activity? WatchEvent(IObject value)
    {
        var span = s_source.StartActivity("WatchEvent");
        span?.Seen(value);
        return span;
    }
}
