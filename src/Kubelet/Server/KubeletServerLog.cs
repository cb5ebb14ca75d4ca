using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Server;

internal static partial class KubeletServerLog
{
    [LoggerMessage(EventId = 301, Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void Failed(ILogger log, string method, string path, Exception error);

    [LoggerMessage(EventId = 302, Level = LogLevel.Warning, Message = "the API server could not say who a token is of or what they may do: {Message}")]
    public static partial void NoReview(ILogger log, string message);
}
