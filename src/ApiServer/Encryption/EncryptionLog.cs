using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Encryption;

internal static partial class EncryptionLog
{
    [LoggerMessage(5, LogLevel.Error, "the value of {Key} cannot be decrypted: {Problem}")]
    public static partial void Unreadable(ILogger log, string key, string problem);
}
