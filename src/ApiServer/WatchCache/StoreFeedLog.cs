using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.WatchCache;

internal static partial class StoreFeedLog
{
    [LoggerMessage(2, LogLevel.Error, "the value of key {Key} is not served: {Problem}")]
    public static partial void Undecodable(ILogger log, string key, string problem);

    [LoggerMessage(3, LogLevel.Warning, "the store's changes could not be followed, trying again: {Problem}")]
    public static partial void Interrupted(ILogger log, string problem);

    [LoggerMessage(40, LogLevel.Error, "the caches could not take a change in and are filled anew")]
    public static partial void Broken(ILogger log, Exception exception);
}
