using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.NodeLifecycle;

internal static partial class NodeLifecycleLog
{
    [LoggerMessage(40, LogLevel.Warning, "The conditions of node {Node} could not be written: {Message}")]
    public static partial void StatusNotWritten(ILogger log, string node, string message);

    [LoggerMessage(41, LogLevel.Warning, "The pods of node {Node} could not all be marked as not ready: {Message}")]
    public static partial void PodsNotMarked(ILogger log, string node, string message);

    [LoggerMessage(42, LogLevel.Warning, "The taints of node {Node} could not be changed: {Message}")]
    public static partial void NotTainted(ILogger log, string node, string message);

    [LoggerMessage(43, LogLevel.Information, "No node is ready: no more pods are evicted until one is")]
    public static partial void EntersFullDisruption(ILogger log);

    [LoggerMessage(44, LogLevel.Information, "Some node is ready again: pods of nodes that are not may be evicted")]
    public static partial void LeavesFullDisruption(ILogger log);
}
