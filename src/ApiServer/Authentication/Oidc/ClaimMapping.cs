using System.Text.Json;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>Who the user of a verified token is here. Pure.</summary>
internal static class ClaimMapping
{
    private const string CredentialId = "authentication.kubernetes.io/credential-id";

    /// <summary>Null with why it is nobody. The reason names claims, not what they say.</summary>
    public static UserInfo? UserOf(IssuedToken token, JwtIssuer issuer, out string problem)
    {
        problem = Required(token, issuer) ?? EmailProblem(token, issuer) ?? "";
        if (problem.Length > 0) return null;
        var name = token.Text(issuer.UsernameClaim);
        if (name.Length == 0) problem = $"parse username claims \"{issuer.UsernameClaim}\": claim not present, empty or no string";
        var uid = issuer.UidClaim.Length > 0 ? token.Text(issuer.UidClaim) : "";
        if (issuer.UidClaim.Length > 0 && uid.Length == 0) problem = $"parse uid claim \"{issuer.UidClaim}\": claim not present, empty or no string";
        var groups = Groups(token, issuer);
        if (groups is null) problem = $"parse groups claim \"{issuer.GroupsClaim}\": neither a string nor strings";
        if (problem.Length > 0) return null;
        return new()
        {
            Name = issuer.UsernamePrefix + name,
            Uid = uid,
            Groups = groups!.Select(group => issuer.GroupsPrefix + group).ToListOf(),
            Extra = token.Text("jti") is { Length: > 0 } id ? new[] { KeyValuePair.Create(CredentialId, (ListOf<string>)["JTI=" + id]) }.ToMapOf() : default,
        };
    }

    /// <summary>A token without the claim has no groups.</summary>
    private static IReadOnlyList<string>? Groups(IssuedToken token, JwtIssuer issuer) =>
        issuer.GroupsClaim.Length == 0 || !token.Claims.TryGetProperty(issuer.GroupsClaim, out _) ? [] : token.Texts(issuer.GroupsClaim);

    /// <summary>An address nobody has verified may be anybody's.</summary>
    private static string? EmailProblem(IssuedToken token, JwtIssuer issuer)
    {
        if (issuer.UsernameClaim != "email" || !token.Claims.TryGetProperty("email_verified", out var verified)) return null;
        return verified.ValueKind == JsonValueKind.True ? null : "email not verified";
    }

    private static string? Required(IssuedToken token, JwtIssuer issuer)
    {
        foreach (var rule in issuer.RequiredClaims)
        {
            if (!token.Claims.TryGetProperty(rule.Claim, out var found)) return $"required claim {rule.Claim} not present in ID token";
            if (found.ValueKind != JsonValueKind.String || found.GetString() != rule.Value) return $"required claim {rule.Claim} value does not match";
        }

        return null;
    }
}
