using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.GarbageCollector;

internal static partial class GarbageLog
{
    [LoggerMessage(30, LogLevel.Warning, "Garbage collection of {Node} failed and is tried again: {Message}")]
    public static partial void Failed(ILogger log, GraphNode node, string message);

    [LoggerMessage(31, LogLevel.Error, "Garbage collection of {Node} threw and is tried again")]
    public static partial void Threw(ILogger log, GraphNode node, Exception exception);

    [LoggerMessage(32, LogLevel.Warning, "The resources to watch could not be found out: {Message}")]
    public static partial void Undiscovered(ILogger log, string message);

    [LoggerMessage(33, LogLevel.Warning, "{Resource} cannot be followed now, and is tried again: {Message}")]
    public static partial void WatchFailed(ILogger log, GroupVersionResource resource, string message);

    [LoggerMessage(34, LogLevel.Information, "Not all resources could be listed in time; garbage is collected among the others")]
    public static partial void NotSynced(ILogger log);
}
