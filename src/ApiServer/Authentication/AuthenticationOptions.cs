using Kybernet.ApiServer.Authentication.Oidc;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Who is believed to be somebody, beyond client certificates and the cluster's own tokens. Defaults are upstream's: nobody.</summary>
public sealed record AuthenticationOptions
{
    /// <summary>Issuers of tokens; <c>--authentication-config</c>, or <c>--oidc-*</c>.</summary>
    public ListOf<JwtIssuer> Issuers { get; init; }

    /// <summary>Somebody who knows tokens; <c>--authentication-token-webhook-config-file</c>.</summary>
    public ServerConnection? TokenWebhook { get; init; }

    /// <summary>How long its answers are remembered; <c>--authentication-token-webhook-cache-ttl</c>.</summary>
    public TimeSpan TokenWebhookCacheTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Tokens that never change, as lines <c>token,user,uid,"group1,group2"</c>; <c>--token-auth-file</c>. Null is none, which is best: such a token is
    /// valid until the server starts without it.
    /// </summary>
    public string? StaticTokens { get; init; }

    /// <summary>Requests without credentials are <c>system:anonymous</c>; <c>--anonymous-auth</c>.</summary>
    public bool AllowsAnonymous { get; init; } = true;

    /// <summary>The paths they may be for; null is all.</summary>
    public ListOf<string>? AnonymousPaths { get; init; }

    internal bool IsAnonymousAllowed(string path) => AllowsAnonymous && (AnonymousPaths is not { } paths || paths.Contains(path));

    /// <summary>What is wrong; null when nothing is.</summary>
    internal string? Validate(string serviceAccountIssuer)
    {
        var urls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var issuer in Issuers)
        {
            if (issuer.Validate() is { } wrong) return wrong;
            if (issuer.Url == serviceAccountIssuer)
                return $"issuer.url: Invalid value: \"{issuer.Url}\": URL must not overlap with disallowed issuers: [{serviceAccountIssuer}]";
            if (!urls.Add(issuer.Url)) return $"issuer.url: Duplicate value: \"{issuer.Url}\"";
        }

        return StaticTokens is not null && Tokens.StaticTokens.Read(StaticTokens, out var problem) is null ? $"the token file is wrong: {problem}" : null;
    }
}
