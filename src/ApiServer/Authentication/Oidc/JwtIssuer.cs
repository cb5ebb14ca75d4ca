using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>Somebody whose tokens are believed, and who their users are here. Upstream: <c>JWTAuthenticator</c> of <c>apiserver.config.k8s.io</c>.</summary>
public sealed record JwtIssuer
{
    /// <summary>What its tokens say in <c>iss</c>; below it lies its configuration.</summary>
    public required string Url { get; init; }

    /// <summary>Where its configuration is, if not there; empty for below <see cref="Url"/>.</summary>
    public string DiscoveryUrl { get; init; } = "";

    /// <summary>PEM of who signs its serving certificate; empty for the system's authorities.</summary>
    public string CertificateAuthority { get; init; } = "";

    /// <summary>A token has to be for one of them.</summary>
    public required ListOf<string> Audiences { get; init; }

    public required string UsernameClaim { get; init; }

    /// <summary>Before user names, so that nobody can be somebody of the cluster's own.</summary>
    public string UsernamePrefix { get; init; } = "";

    /// <summary>Empty gives no groups.</summary>
    public string GroupsClaim { get; init; } = "";

    public string GroupsPrefix { get; init; } = "";

    /// <summary>Empty gives no uid.</summary>
    public string UidClaim { get; init; } = "";

    /// <summary>What claims have to be.</summary>
    public ListOf<RequiredClaim> RequiredClaims { get; init; }

    /// <summary>Where the issuer's configuration is.</summary>
    internal string ConfigurationUrl => DiscoveryUrl.Length > 0 ? DiscoveryUrl : Url.TrimEnd('/') + "/.well-known/openid-configuration";

    /// <summary>What is wrong; null when nothing is.</summary>
    internal string? Validate()
    {
        if (CheckUrl("issuer.url", Url) is { } badUrl) return badUrl;
        if (DiscoveryUrl.Length > 0 && CheckUrl("issuer.discoveryURL", DiscoveryUrl) is { } badDiscovery) return badDiscovery;
        if (DiscoveryUrl.Length > 0 && DiscoveryUrl.TrimEnd('/') == Url.TrimEnd('/'))
            return $"issuer.discoveryURL: Invalid value: \"{DiscoveryUrl}\": discoveryURL must be different from URL";
        if (Audiences.IsEmpty) return "issuer.audiences: Required value: at least one issuer.audiences is required";
        if (Audiences.Contains("")) return "issuer.audiences: Required value: audience can't be empty";
        if (UsernameClaim.Length == 0) return "claimMappings.username: Required value: claim is required";
        foreach (var rule in RequiredClaims)
            if (rule.Claim.Length == 0) return "claimValidationRules.claim: Required value: claim is required";
        return CheckAuthority();
    }

    private static string? CheckUrl(string path, string url)
    {
        if (url.Length == 0) return $"{path}: Required value: URL is required";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed)) return $"{path}: Invalid value: \"{url}\": it is no URL";
        if (parsed.Scheme != Uri.UriSchemeHttps) return $"{path}: Invalid value: \"{url}\": URL scheme must be https";
        if (parsed.UserInfo.Length > 0) return $"{path}: Invalid value: URL must not contain a username or password";
        if (parsed.Query.Length > 0) return $"{path}: Invalid value: \"{url}\": URL must not contain a query";
        return parsed.Fragment.Length > 0 ? $"{path}: Invalid value: \"{url}\": URL must not contain a fragment" : null;
    }

    private string? CheckAuthority()
    {
        if (CertificateAuthority.Length == 0) return null;
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(CertificateAuthority);
            return found.Count > 0 ? null : "issuer.certificateAuthority: Invalid value: \"<omitted>\": there is no certificate in it";
        }
        catch (CryptographicException e)
        {
            return $"issuer.certificateAuthority: Invalid value: \"<omitted>\": {e.Message}";
        }
    }
}

/// <summary>A claim that must be there, as a string, and what it must be.</summary>
public sealed record RequiredClaim(string Claim, string Value);
