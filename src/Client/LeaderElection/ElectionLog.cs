using Microsoft.Extensions.Logging;

namespace Kybernet.Client.LeaderElection;

internal static partial class ElectionLog
{
    [LoggerMessage(21, LogLevel.Information, "{Identity} leads {Name}")]
    public static partial void Leads(ILogger log, string identity, string name);

    [LoggerMessage(22, LogLevel.Information, "{Identity} no longer leads {Name}")]
    public static partial void Ended(ILogger log, string identity, string name);

    [LoggerMessage(23, LogLevel.Warning, "{Identity} could not renew the lease {Name} in time")]
    public static partial void Lost(ILogger log, string identity, string name);

    [LoggerMessage(24, LogLevel.Warning, "the lease {Name} could not be read or written: {Problem}")]
    public static partial void Failed(ILogger log, string name, string problem);
}
