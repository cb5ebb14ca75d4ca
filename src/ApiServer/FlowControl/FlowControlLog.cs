using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.FlowControl;

internal static partial class FlowControlLog
{
    [LoggerMessage(41, LogLevel.Warning, "The status of flow schema {Name} was not written: {Problem}")]
    public static partial void StatusNotWritten(ILogger log, string name, string problem);
}
