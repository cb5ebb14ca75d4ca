using Microsoft.Extensions.Logging;

namespace Kybernet.PodNetwork;

internal static partial class PodNetworkLog
{
    [LoggerMessage(1, LogLevel.Information, "Pods of this node get addresses of {Ranges}")]
    public static partial void Configured(ILogger log, string ranges);

    [LoggerMessage(2, LogLevel.Warning, "{Command} failed and is tried again: {Message}")]
    public static partial void CommandFailed(ILogger log, string command, string message);

    [LoggerMessage(3, LogLevel.Error, "The pod network's round threw and is tried again")]
    public static partial void Threw(ILogger log, Exception exception);

    [LoggerMessage(4, LogLevel.Debug, "Routes to other nodes: {Added} set, {Removed} removed")]
    public static partial void Routed(ILogger log, int added, int removed);
}
