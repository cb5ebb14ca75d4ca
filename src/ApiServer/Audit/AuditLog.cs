using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Audit;

internal static partial class AuditLog
{
    [LoggerMessage(6, LogLevel.Error, "an audit event could not be written: {Problem}")]
    public static partial void NotWritten(ILogger log, string problem);

    [LoggerMessage(7, LogLevel.Warning, "{Count} audit events could not be sent: {Problem}")]
    public static partial void NotSent(ILogger log, int count, string problem);
}
