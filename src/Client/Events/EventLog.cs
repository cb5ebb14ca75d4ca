using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Events;

internal static partial class EventLog
{
    [LoggerMessage(11, LogLevel.Warning, "the event {Reason} about {Name} was refused: {Problem}")]
    public static partial void Refused(ILogger log, string reason, string name, string problem);

    [LoggerMessage(12, LogLevel.Warning, "the event {Reason} about {Name} could not be written: {Problem}")]
    public static partial void Lost(ILogger log, string reason, string name, string problem);
}
