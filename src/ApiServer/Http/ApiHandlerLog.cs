using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Http;

internal static partial class ApiHandlerLog
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Failed(ILogger log, string method, string path, Exception exception);

    [LoggerMessage(53, LogLevel.Debug, "{Method} {Path} refused: {Message}")]
    public static partial void Refused(ILogger log, string method, string path, string message);
}
