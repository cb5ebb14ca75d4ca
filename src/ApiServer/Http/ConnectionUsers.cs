using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// Who a request is from: a front proxy's word, a client certificate, a bearer token, in this order; without any of them anonymous.
/// A client certificate is verified once a connection, not once a request. Upstream: <c>kubeapiserver/authenticator/config.go</c>.
/// </summary>
internal sealed class ConnectionUsers(FrontProxy proxy, ClientCertificates certificates, BearerTokens tokens)
{
    private readonly ConditionalWeakTable<X509Certificate2, Verified> _verified = new();

    /// <summary>The user; null when the client claims to be somebody and is not: 401.</summary>
    public async ValueTask<UserInfo?> IdentifyAsync(HttpContext http)
    {
        var isWrong = false;
        if (http.Connection.ClientCertificate is { } certificate)
        {
            var shown = _verified.GetValue(certificate, one => new(certificates.Authenticate(one), proxy.IsTrusted(one)));
            if (shown.IsProxy && FrontProxy.Identify(http.Request.Headers) is { } remote) return remote;
            if (shown.User is not null) return shown.User;
            isWrong = !shown.IsProxy;
        }

        if (BearerTokens.TokenOf(http.Request.Headers.Authorization.ToString()) is not { } token) return isWrong ? null : UserInfo.Anonymous;
        var answer = await tokens.AuthenticateAsync(token, tokens.Audiences, http.RequestAborted);
        // Nobody behind the identification gets to see the token.
        if (answer.User is not null) http.Request.Headers.Remove("Authorization");
        return answer.User;
    }

    private sealed record Verified(UserInfo? User, bool IsProxy);
}
