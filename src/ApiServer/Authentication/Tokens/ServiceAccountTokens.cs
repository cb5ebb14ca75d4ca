using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// Signs the tokens of service accounts and recognises them. A token is void with its service account, and with the pod, secret or node
/// it is bound to. Upstream: <c>pkg/serviceaccount</c> (<c>JWTTokenAuthenticator</c>, <c>claims.go</c>).
/// </summary>
internal sealed class ServiceAccountTokens(string issuer, Lazy<ListOf<TokenKey>> keys, ResourceRegistry registry, TimeProvider time)
    : ITokenAuthenticator
{
    private const string Invalidated = "service account token has been invalidated";

    // Upstream: go-jose's jwt.DefaultLeeway.
    private const long LeewaySeconds = 60;

    public ServiceAccountTokens(string issuer, ListOf<TokenKey> keys, ResourceRegistry registry, TimeProvider time)
        : this(issuer, new Lazy<ListOf<TokenKey>>(keys), registry, time)
    {
    }

    private readonly VerifiedTokens _verified = new();
    private readonly LegacyTokens _legacy = new(registry, time);

    /// <summary>Who the API server is as an audience: by default its issuer (upstream: <c>--api-audiences</c>).</summary>
    public ListOf<string> Audiences { get; } = [issuer];

    public string Issuer => issuer;

    /// <summary>The first one signs.</summary>
    public ListOf<TokenKey> Keys => keys.Value;

    public string Issue(TokenClaims claims) => WebToken.Sign(claims with { Issuer = issuer }, Keys[0]);

    /// <param name="token">The bearer token.</param>
    /// <param name="audiences">For whom it has to be: for one of them.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel)
    {
        if (_verified.Find(token) is not { } claims)
        {
            if (WebToken.Parse(token) is not { } parsed || !IsMine(parsed.Claims)) return TokenAnswer.NotMine;
            if (!parsed.IsSignedBy(Keys)) return TokenAnswer.Refused("invalid signature");
            claims = parsed.Claims;
            _verified.Add(token, claims);
        }

        var meant = claims.Audiences.IsEmpty ? Audiences : claims.Audiences;
        var shared = meant.Where(audience => audiences.Contains(audience)).ToListOf();
        if (shared.IsEmpty)
            return TokenAnswer.Refused($"token audiences {Quoted(meant)} is invalid for the target audiences {Quoted(audiences)}");
        var error = CheckTimes(claims)
            ?? (IsLegacy(claims) ? await _legacy.CheckAsync(token, claims, cancel) : await CheckObjectsAsync(claims, cancel));
        return error is null ? new(UserOf(claims), shared, "") : TokenAnswer.Refused(error);
    }

    private bool IsMine(TokenClaims claims) => claims.Issuer == issuer || IsLegacy(claims);

    private static bool IsLegacy(TokenClaims claims) => claims.Issuer == LegacyTokens.Issuer;

    private string? CheckTimes(TokenClaims claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (claims.NotBefore is { } start && now + LeewaySeconds < start) return "service account token is not valid yet";
        if (claims.Expiry is { } end && now - LeewaySeconds > end) return "service account token has expired";
        return claims.IssuedAt is { } issued && now + LeewaySeconds < issued ? "service account token is issued in the future" : null;
    }

    private async ValueTask<string?> CheckObjectsAsync(TokenClaims claims, CancellationToken cancel)
    {
        var account = claims.Account ?? new("", "");
        if (account.Name.Length == 0 || claims.Namespace.Length == 0 || claims.Subject != $"system:serviceaccount:{claims.Namespace}:{account.Name}")
            return "service account token claims could not be validated";
        var there = await FindAsync("serviceaccounts", $"{claims.Namespace}/{account.Name}", cancel);
        if (there is null) return $"serviceaccounts \"{account.Name}\" not found";
        if (there.Metadata.Uid != account.Uid) return $"service account UID ({there.Metadata.Uid}) does not match claim ({account.Uid})";
        if (IsGone(there)) return $"service account {claims.Namespace}/{account.Name} has been deleted";
        return await CheckBoundAsync(
            "secrets", "secret UID ({0}) does not match service account secret ref claim ({1})", claims.Secret, claims.Namespace, cancel)
            ?? await CheckBoundAsync("pods", "pod UID ({0}) does not match service account pod ref claim ({1})", claims.Pod, claims.Namespace, cancel)
            // Of a pod's token the node is only told, not checked.
            ?? (claims.Pod is not null
                ? null
                : await CheckBoundAsync("nodes", "node UID ({0}) does not match service account node ref claim ({1})", claims.Node, "", cancel));
    }

    private async ValueTask<string?> CheckBoundAsync(string resource, string mismatch, TokenReference? bound, string @namespace, CancellationToken cancel)
    {
        if (bound is null) return null;
        if (await FindAsync(resource, @namespace.Length > 0 ? $"{@namespace}/{bound.Name}" : bound.Name, cancel) is not { } there) return Invalidated;
        if (there.Metadata.Uid != bound.Uid)
            return mismatch.Replace("{0}", there.Metadata.Uid, StringComparison.Ordinal).Replace("{1}", bound.Uid, StringComparison.Ordinal);
        return IsGone(there) ? Invalidated : null;
    }

    /// <summary>On its way out for longer than clocks may differ.</summary>
    private bool IsGone(IObject value) =>
        value.Metadata.DeletionTimestamp is { } deleted && deleted.UnixSeconds < time.GetUtcNow().ToUnixTimeSeconds() - LeewaySeconds;

    /// <summary>From the cache; of what is not there, from the store: the object may be newer than the cache.</summary>
    private async ValueTask<IObject?> FindAsync(string resource, string key, CancellationToken cancel)
    {
        var read = await ObjectReader.ReadCachedAsync(registry.Find(new("", "v1", resource))!, key, cancel);
        return read.IsOk ? read.Value?.Value : null;
    }

    private static UserInfo UserOf(TokenClaims claims)
    {
        const string Prefix = "authentication.kubernetes.io/";
        var extra = new List<KeyValuePair<string, ListOf<string>>>();
        if (claims.Pod is { Name.Length: > 0, Uid.Length: > 0 } pod)
        {
            extra.Add(new(Prefix + "pod-name", [pod.Name]));
            extra.Add(new(Prefix + "pod-uid", [pod.Uid]));
        }

        if (claims.Id.Length > 0) extra.Add(new(Prefix + "credential-id", ["JTI=" + claims.Id]));
        if (claims.Node is { Name.Length: > 0 } node)
        {
            extra.Add(new(Prefix + "node-name", [node.Name]));
            if (node.Uid.Length > 0) extra.Add(new(Prefix + "node-uid", [node.Uid]));
        }

        var (space, account) = IsLegacy(claims) ? (claims.Legacy!.Namespace, claims.Legacy.Account) : (claims.Namespace, claims.Account!);
        return new()
        {
            Name = claims.Subject,
            Uid = account.Uid,
            Groups = ["system:serviceaccounts", "system:serviceaccounts:" + space, UserInfo.SystemAuthenticated],
            Extra = extra.ToMapOf(),
        };
    }

    private static string Quoted(ListOf<string> values) => $"[{string.Join(' ', values.Select(static value => $"\"{value}\""))}]";
}
