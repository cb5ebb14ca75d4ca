using Kybernet.Client.Transport.Https;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Somebody who is asked what users may do. Defaults are upstream's of <c>--authorization-webhook-*</c>.</summary>
/// <param name="Connection">Where it is; <c>--authorization-webhook-config-file</c>.</param>
public sealed record AuthorizationWebhookOptions(ServerConnection Connection)
{
    /// <summary>How long a yes holds.</summary>
    public TimeSpan AuthorizedLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long anything else holds.</summary>
    public TimeSpan UnauthorizedLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Without an answer the request is refused, whoever would be asked next; upstream's <c>failurePolicy: Deny</c>.</summary>
    public bool DeniesOnFailure { get; init; }
}
