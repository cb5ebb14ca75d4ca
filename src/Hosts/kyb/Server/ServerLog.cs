using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "the certificate {Name} was renewed; it expires at {Expires:u}")]
    public static partial void Renewed(ILogger log, string name, DateTimeOffset expires);

    [LoggerMessage(2, LogLevel.Information, "the certificate {Name} was changed on disk and is used; it expires at {Expires:u}")]
    public static partial void Reloaded(ILogger log, string name, DateTimeOffset expires);

    [LoggerMessage(3, LogLevel.Warning, "the certificate {Name} expires at {Expires:u} and was not signed by this cluster: whoever made it has to replace it")]
    public static partial void Foreign(ILogger log, string name, DateTimeOffset expires);

    [LoggerMessage(4, LogLevel.Error, "{Name} could not be renewed: {Problem}")]
    public static partial void RenewalFailed(ILogger log, string name, string problem);

    [LoggerMessage(5, LogLevel.Information, "the authority {Name} was changed on disk and is used")]
    public static partial void AuthorityChanged(ILogger log, string name);

    [LoggerMessage(6, LogLevel.Error, "the encryption configuration could not be read anew, the old one is kept: {Problem}")]
    public static partial void EncryptionNotReloaded(ILogger log, string problem);

    [LoggerMessage(7, LogLevel.Information, "the encryption configuration was read anew")]
    public static partial void EncryptionReloaded(ILogger log);
}
