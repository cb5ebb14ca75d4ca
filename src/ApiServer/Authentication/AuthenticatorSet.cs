using Kybernet.ApiServer.Authentication.Oidc;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Authentication.Webhooks;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Who knows tokens, in upstream's order (<c>kubeapiserver/authenticator/config.go</c>).</summary>
internal sealed class AuthenticatorSet : IDisposable
{
    private readonly List<ITokenAuthenticator> _kinds = [];

    public AuthenticatorSet(ApiServerOptions options, ResourceRegistry registry, TimeProvider time, ILoggerFactory loggers)
    {
        var asked = options.Authentication;
        Accounts = new(options.ServiceAccountIssuer, KeysOf(options), registry, time);
        if (asked.StaticTokens is { } file && StaticTokens.Read(file, out _) is { } fixedOnes) _kinds.Add(fixedOnes);
        _kinds.Add(Accounts);
        _kinds.Add(new BootstrapTokens(registry, time));
        foreach (var issuer in asked.Issuers) _kinds.Add(new OidcTokens(issuer, time));
        if (asked.TokenWebhook is { } webhook)
            _kinds.Add(new TokenWebhook(webhook, asked.TokenWebhookCacheTime, Accounts.Audiences, time, loggers.CreateLogger<TokenWebhook>()));
        Tokens = new(_kinds, Accounts.Audiences);
    }

    public ServiceAccountTokens Accounts { get; }

    public BearerTokens Tokens { get; }

    public void Dispose()
    {
        foreach (var kind in _kinds.OfType<IDisposable>()) kind.Dispose();
    }

    /// <summary>Without a key of the cluster's, one for the life of this server, made when a token is first asked for or shown.</summary>
    private static Lazy<ListOf<TokenKey>> KeysOf(ApiServerOptions options) =>
        new(() => options.ServiceAccountKeys.IsEmpty ? [TokenKey.Create()] : options.ServiceAccountKeys);
}
