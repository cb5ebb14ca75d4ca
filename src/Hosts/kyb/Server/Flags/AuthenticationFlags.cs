using System.CommandLine;
using Kybernet.ApiServer;
using Kybernet.ApiServer.Authentication.Oidc;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>Who is believed to be somebody. Names and defaults are kube-apiserver's, but for anonymous requests: see <see cref="ApiServerSettings"/>.</summary>
internal sealed class AuthenticationFlags
{
    private readonly Option<bool?> _anonymous = new("--anonymous-auth")
    { Description = "Requests without credentials are system:anonymous; unless set only for /healthz, /livez, /readyz and /version." };
    private readonly Option<string> _config = new("--authentication-config") { Description = "An AuthenticationConfiguration; not with the oidc flags." };
    private readonly Option<string> _issuer = new("--oidc-issuer-url") { Description = "The issuer of OpenID tokens that are believed; https only." };
    private readonly Option<string> _client = new("--oidc-client-id") { Description = "For whom the tokens have to be." };
    private readonly Option<string> _user = new("--oidc-username-claim") { Description = "The claim that is the user.", DefaultValueFactory = _ => "sub" };
    private readonly Option<string> _userPrefix = new("--oidc-username-prefix") { Description = "Before users; unless set the issuer's URL, - for none." };
    private readonly Option<string> _groups = new("--oidc-groups-claim") { Description = "The claim that is the groups." };
    private readonly Option<string> _groupsPrefix = new("--oidc-groups-prefix") { Description = "Before groups." };
    private readonly Option<string[]> _required = new("--oidc-required-claim") { Description = "claim=value that tokens must have; may be repeated." };
    private readonly Option<string> _authority = new("--oidc-ca-file") { Description = "Who signs the issuer's serving certificate." };
    private readonly Option<string> _webhook = new("--authentication-token-webhook-config-file") { Description = "A kubeconfig of who is asked about tokens." };
    private readonly Option<string> _tokens = new("--token-auth-file") { Description = "Tokens that never change; better none." };

    public IEnumerable<Option> All =>
        [_anonymous, _config, _issuer, _client, _user, _userPrefix, _groups, _groupsPrefix, _required, _authority, _webhook, _tokens];

    /// <exception cref="ArgumentException">A flag is wrong.</exception>
    public ApiServerOptions Apply(ParseResult parsed, ApiServerOptions options, TimeProvider time)
    {
        var start = options.Authentication with
        {
            TokenWebhook = FlagFile.Kubeconfig(_webhook.Name, parsed.GetValue(_webhook), time),
            StaticTokens = FlagFile.Read(_tokens.Name, parsed.GetValue(_tokens)),
        };
        var authentication = start;
        if (FlagFile.Read(_config.Name, parsed.GetValue(_config)) is { } config)
        {
            if (parsed.GetValue(_issuer) is { Length: > 0 }) throw new ArgumentException("authentication-config file and oidc-* flags are mutually exclusive");
            if (!AuthenticationConfiguration.TryRead(config, start, out var read, out var problem)) throw new ArgumentException($"{_config.Name}: {problem}");
            authentication = read;
        }
        else if (parsed.GetValue(_issuer) is { Length: > 0 } url)
        {
            authentication = start with { Issuers = [Issuer(parsed, url)] };
        }

        if (parsed.GetValue(_anonymous) is { } isAllowed) authentication = authentication with { AllowsAnonymous = isAllowed, AnonymousPaths = null };
        return options with { Authentication = authentication };
    }

    private JwtIssuer Issuer(ParseResult parsed, string url)
    {
        var claim = parsed.GetValue(_user)!;
        var prefix = parsed.GetValue(_userPrefix) ?? "";
        // Upstream: an address is its own namespace, other names are not.
        if (prefix.Length == 0 && claim != "email") prefix = url + "#";
        return new()
        {
            Url = url,
            Audiences = parsed.GetValue(_client) is { Length: > 0 } client
                ? [client]
                : throw new ArgumentException("oidc-issuer-url and oidc-client-id must be specified together if any oidc flags are set"),
            CertificateAuthority = FlagFile.Read(_authority.Name, parsed.GetValue(_authority)) ?? "",
            UsernameClaim = claim,
            UsernamePrefix = prefix == "-" ? "" : prefix,
            GroupsClaim = parsed.GetValue(_groups) ?? "",
            GroupsPrefix = parsed.GetValue(_groupsPrefix) ?? "",
            RequiredClaims = (parsed.GetValue(_required) ?? []).SelectMany(static one => one.Split(','))
                .Select(static one => one.Split('=', 2) is [var name, var value]
                ? new RequiredClaim(name.Trim(), value.Trim())
                : throw new ArgumentException($"--oidc-required-claim {one}: claim=value is expected")).ToListOf(),
        };
    }
}
