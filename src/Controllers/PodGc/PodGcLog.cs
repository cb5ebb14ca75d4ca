using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.PodGc;

internal static partial class PodGcLog
{
    [LoggerMessage(50, LogLevel.Warning, "Pod {Pod} could not be deleted; the next pass tries again: {Message}")]
    public static partial void NotDeleted(ILogger log, ObjectKey pod, string message);
}
