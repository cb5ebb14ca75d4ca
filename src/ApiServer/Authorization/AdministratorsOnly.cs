using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>
/// Lets <c>system:masters</c> do everything, everyone see health and version, and those with a name see discovery too: what
/// upstream's bootstrap roles give (<c>system:public-info-viewer</c>, <c>system:discovery</c>).
/// </summary>
public sealed class AdministratorsOnly : IAuthorizer
{
    public ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel) =>
        new(new AuthorizationDecision(IsAllowed(user, request), ""));

    private static bool IsAllowed(UserInfo user, RequestInfo request)
    {
        if (user.Groups.Contains(UserInfo.SystemMasters)) return true;
        if (request.IsResourceRequest || request.Verb is not ("get" or "head")) return false;
        if (IsPublic(request.Path)) return true;
        return user.Groups.Contains(UserInfo.SystemAuthenticated) && IsDiscovery(request.Path);
    }

    private static bool IsPublic(string path) =>
        path is "/healthz" or "/livez" or "/readyz" or "/version" or "/version/";

    private static bool IsDiscovery(string path) =>
        path is "/api" or "/apis" or "/openapi"
        || path.StartsWith("/api/", StringComparison.Ordinal)
        || path.StartsWith("/apis/", StringComparison.Ordinal)
        || path.StartsWith("/openapi/", StringComparison.Ordinal);
}
