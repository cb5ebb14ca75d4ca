using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.CustomResources;

internal static partial class CustomResourceLog
{
    [LoggerMessage(50, LogLevel.Error, "the definitions of custom resources could not be followed, trying again")]
    public static partial void Failed(ILogger log, Exception exception);

    [LoggerMessage(51, LogLevel.Error, "the objects of definition {Name} could not be deleted, trying again")]
    public static partial void NotCleared(ILogger log, string name, Exception exception);

    [LoggerMessage(52, LogLevel.Warning, "objects of {Kind} could not be converted, trying again: {Problem}")]
    public static partial void NotConverted(ILogger log, string kind, string problem);
}
