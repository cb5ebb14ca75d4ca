using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

internal static partial class IdentityLeaseLog
{
    [LoggerMessage(4, LogLevel.Warning, "this server's identity lease could not be renewed: {Problem}")]
    public static partial void NotRenewed(ILogger log, string problem);
}
