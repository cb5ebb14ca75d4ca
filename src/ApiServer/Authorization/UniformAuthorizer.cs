using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>Gives everybody the same answer. Upstream: <c>authorizerfactory.NewAlwaysAllowAuthorizer</c>, <c>NewAlwaysDenyAuthorizer</c>.</summary>
internal sealed class UniformAuthorizer(AuthorizationDecision answer) : IAuthorizer
{
    public static UniformAuthorizer AlwaysAllow { get; } = new(new(true, ""));

    /// <summary>No opinion, as upstream's: who is asked later may still allow it.</summary>
    public static UniformAuthorizer AlwaysDeny { get; } = new(new(false, "Everything is forbidden."));

    public ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel) => new(answer);
}
