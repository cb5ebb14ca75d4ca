using System.Globalization;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>Tokens of one issuer. Upstream: <c>plugin/pkg/authenticator/token/oidc</c>. Distributed claims are not resolved.</summary>
internal sealed class OidcTokens(JwtIssuer issuer, TimeProvider time) : ITokenAuthenticator, IDisposable
{
    // Upstream: go-oidc's leeway for nbf; for exp there is none.
    private static readonly TimeSpan s_notBeforeLeeway = TimeSpan.FromMinutes(5);

    private readonly IssuerKeys _keys = new(issuer, time);

    public async ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel)
    {
        if (IssuedToken.Parse(token) is not { } parsed || parsed.Issuer != issuer.Url) return TokenAnswer.NotMine;
        // The signature last: it is the only check that costs, or asks the issuer.
        var error = CheckAudience(parsed) ?? CheckTimes(parsed) ?? await _keys.VerifyAsync(parsed, cancel);
        if (error is not null) return TokenAnswer.Refused($"oidc: verify token: {error}");
        return ClaimMapping.UserOf(parsed, issuer, out var problem) is { } user ? new(user, default, "") : TokenAnswer.Refused($"oidc: {problem}");
    }

    public void Dispose() => _keys.Dispose();

    private string? CheckAudience(IssuedToken token)
    {
        var said = token.Texts("aud") ?? [];
        return said.Any(issuer.Audiences.Contains) ? null : $"oidc: expected audience in {Quoted(issuer.Audiences)} got {Quoted(said)}";
    }

    private string? CheckTimes(IssuedToken token)
    {
        var now = time.GetUtcNow();
        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        if (token.Seconds("exp") is not { } end) return "oidc: token does not say when it expires";
        if (seconds > end) return string.Create(CultureInfo.InvariantCulture, $"oidc: token is expired (Token Expiry: {end} seconds since 1970)");
        return token.Seconds("nbf") is { } start && seconds + s_notBeforeLeeway.TotalSeconds < start
            ? string.Create(CultureInfo.InvariantCulture, $"oidc: current time {now:u} before the nbf (not before) time: {start} seconds since 1970")
            : null;
    }

    private static string Quoted(IEnumerable<string> values) => $"[{string.Join(' ', values.Select(static value => $"\"{value}\""))}]";
}
