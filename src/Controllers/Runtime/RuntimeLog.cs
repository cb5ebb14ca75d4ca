using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Runtime;

internal static partial class RuntimeLog
{
    [LoggerMessage(1, LogLevel.Warning, "{Controller}: {Key} failed and is tried again: {Message}")]
    public static partial void Failed(ILogger log, string controller, ObjectKey key, string message);

    [LoggerMessage(2, LogLevel.Error, "{Controller}: {Key} threw and is tried again")]
    public static partial void Threw(ILogger log, string controller, ObjectKey key, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "{Controller} ended by a fault and is started again")]
    public static partial void LoopThrew(ILogger log, string controller, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "{Controller}: a pass threw; the next one tries again")]
    public static partial void PassThrew(ILogger log, string controller, Exception exception);

}
