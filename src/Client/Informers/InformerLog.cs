using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

internal static partial class InformerLog
{
    [LoggerMessage(1, LogLevel.Error, "a subscriber threw at the change of {Key}")]
    public static partial void HandlerThrew(ILogger log, ObjectKey key, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Resource} could not be followed, trying again: {Problem}")]
    public static partial void Failed(ILogger log, GroupVersionResource resource, string problem);

    [LoggerMessage(3, LogLevel.Information, "{Resource}: resource version {ResourceVersion} is gone; listing anew")]
    public static partial void Expired(ILogger log, GroupVersionResource resource, string resourceVersion);
}
