using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Authentication.Webhooks;

internal static partial class WebhookLog
{
    [LoggerMessage(30, LogLevel.Error, "Failed to make webhook authenticator request: {Problem}")]
    public static partial void NoTokenReview(ILogger log, string problem);

    [LoggerMessage(31, LogLevel.Error, "Failed to make webhook authorizer request: {Problem}")]
    public static partial void NoAccessReview(ILogger log, string problem);
}
