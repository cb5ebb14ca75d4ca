using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Says whether a user may do what a request asks for.</summary>
public interface IAuthorizer
{
    ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel);
}

/// <summary>The answer of one authorizer. Upstream: <c>authorizer.Decision</c>.</summary>
/// <param name="IsAllowed">The request may go on.</param>
/// <param name="Reason">Why, for the caller; may be empty.</param>
public readonly record struct AuthorizationDecision(bool IsAllowed, string Reason)
{
    /// <summary>No other authorizer is asked. Neither this nor <see cref="IsAllowed"/> is no opinion.</summary>
    public bool IsDenied { get; private init; }

    public static AuthorizationDecision Denied(string reason) => new(false, reason) { IsDenied = true };
}
