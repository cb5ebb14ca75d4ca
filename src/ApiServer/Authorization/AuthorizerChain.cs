using System.Collections.Immutable;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Authorization;

/// <summary>The first authorizer that allows or denies a request decides; when none does it is refused. Upstream: <c>authorization/union</c>.</summary>
internal sealed class AuthorizerChain(ImmutableArray<IAuthorizer> authorizers) : IAuthorizer
{
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(UserInfo user, RequestInfo request, CancellationToken cancel)
    {
        var reasons = "";
        foreach (var authorizer in authorizers)
        {
            var decision = await authorizer.AuthorizeAsync(user, request, cancel);
            if (decision.IsAllowed || decision.IsDenied) return decision;
            if (decision.Reason.Length > 0) reasons = reasons.Length == 0 ? decision.Reason : $"{reasons}\n{decision.Reason}";
        }

        return new(false, reasons);
    }
}
