using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Lets <c>system:masters</c> do everything, whatever roles there are. Upstream: <c>authorizerfactory.NewPrivilegedGroups</c>.</summary>
internal sealed class PrivilegedGroup : IAuthorizer
{
    public ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel) =>
        new(new AuthorizationDecision(user.Groups.Contains(UserInfo.SystemMasters), ""));
}
