using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Encryption;

internal static partial class EncryptionLog
{
    [LoggerMessage(5, LogLevel.Error, "the value of {Key} cannot be decrypted: {Problem}")]
    public static partial void Unreadable(ILogger log, string key, string problem);

    [LoggerMessage(42, LogLevel.Error, "the key management service {Name} is of no use: {Problem}")]
    public static partial void ServiceFailed(ILogger log, string name, string problem);

    [LoggerMessage(43, LogLevel.Information, "values are hidden with a new data key of the key management service {Name}")]
    public static partial void DataKeyChanged(ILogger log, string name);
}
