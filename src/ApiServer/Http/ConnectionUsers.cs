using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// Who a request is from: a front proxy's word, a client certificate, a bearer token, in this order; without any of them anonymous.
/// A client certificate is verified once a connection, not once a request, unless the authorities have changed since.
/// Upstream: <c>kubeapiserver/authenticator/config.go</c>.
/// </summary>
internal sealed class ConnectionUsers(
    FrontProxy proxy, ClientCertificates certificates, BearerTokens tokens, AuthenticationOptions options, TimeProvider time)
{
    private const string Expired = "x509: certificate has expired or is not yet valid: it expired while the connection was open";

    private readonly ConditionalWeakTable<X509Certificate2, Verified> _verified = new();

    /// <summary>The user; none when the client claims to be somebody and is not: 401, with a reason that is not for the client.</summary>
    public async ValueTask<Identification> IdentifyAsync(HttpContext http)
    {
        var wrong = "";
        if (http.Connection.ClientCertificate is { } certificate)
        {
            var shown = Verify(certificate);
            if (shown.IsProxy && FrontProxy.Identify(http.Request.Headers) is { } remote) return new(remote);
            if (shown.User is not null) return new(shown.User);
            if (!shown.IsProxy) wrong = shown.Problem;
        }

        if (BearerTokens.TokenOf(http.Request.Headers.Authorization.ToString()) is not { } token) return wrong.Length > 0
            ? new(null, $"Authentication failed, attempted: {wrong}")
            : Anonymous(http.Request.Path.Value ?? "/");
        var answer = await tokens.AuthenticateAsync(token, tokens.Audiences, http.RequestAborted);
        // Nobody behind the identification gets to see the token.
        if (answer.User is not null) http.Request.Headers.Remove("Authorization");
        return answer.User is null ? new(null, $"Authentication failed, attempted: bearer: {answer.Error}") : new(answer.User);
    }

    private Identification Anonymous(string path) =>
        options.IsAnonymousAllowed(path) ? new(UserInfo.Anonymous) : new(null, "No authentication provided");

    /// <summary>A connection may be older than the end of its certificate, and than the authorities.</summary>
    private Verified Verify(X509Certificate2 certificate)
    {
        var (users, proxies) = (certificates.Authorities, proxy.Authorities);
        if (_verified.TryGetValue(certificate, out var known) && ReferenceEquals(known.Users, users) && ReferenceEquals(known.Proxies, proxies))
            return known.End > time.GetUtcNow() ? known : known.Ended();
        var end = new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero);
        var user = certificates.Authenticate(certificate, out var problem);
        var verified = new Verified(user, problem, proxy.IsTrusted(certificate), end, users, proxies);
        _verified.AddOrUpdate(certificate, verified);
        return verified;
    }

    /// <summary>Who a request is from.</summary>
    /// <param name="User">Null when the credentials are wrong.</param>
    /// <param name="Problem">What is wrong with them.</param>
    public readonly record struct Identification(UserInfo? User, string Problem = "");

    private sealed record Verified(
        UserInfo? User, string Problem, bool IsProxy, DateTimeOffset End, X509Certificate2Collection Users, X509Certificate2Collection Proxies)
    {
        public Verified Ended() => this with { User = null, IsProxy = false, Problem = Problem.Length > 0 ? Problem : Expired };
    }
}
