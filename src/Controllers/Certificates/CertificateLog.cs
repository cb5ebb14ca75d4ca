using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Certificates;

internal static partial class CertificateLog
{
    [LoggerMessage(60, LogLevel.Warning, "The signing request {Request} could not be deleted; the next pass tries again: {Message}")]
    public static partial void NotDeleted(ILogger log, string request, string message);
}
