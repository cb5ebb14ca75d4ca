using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Admission.Policies;

internal static partial class PolicyLog
{
    [LoggerMessage(60, LogLevel.Error, "the types in admission policies could not be checked, trying again")]
    public static partial void NotChecked(ILogger log, Exception exception);
}
