using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens a node joins with: secrets of <c>kube-system</c> named <c>bootstrap-token-ID</c>. Upstream:
/// <c>plugin/pkg/auth/authenticator/token/bootstrap</c>.
/// </summary>
internal sealed partial class BootstrapTokens(ResourceRegistry registry, TimeProvider time) : ITokenAuthenticator
{
    private const string SecretType = "bootstrap.kubernetes.io/token";
    private const string DefaultGroup = "system:bootstrappers";

    public ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel) => new(Authenticate(token));

    public TokenAnswer Authenticate(string token)
    {
        if (TokenForm().Match(token) is not { Success: true } match) return TokenAnswer.NotMine;
        var (id, shown) = (match.Groups[1].Value, match.Groups[2].Value);
        var secrets = registry.Find(new("", "v1", "secrets"))!.Cache.Snapshot.Objects;
        if (secrets.Find($"kube-system/bootstrap-token-{id}")?.Value is not Secret { Type: SecretType, Metadata.DeletionTimestamp: null } secret)
            return TokenAnswer.Refused($"there is no bootstrap token {id}");
        var right = Encoding.UTF8.GetBytes(Data(secret, "token-secret"));
        if (!CryptographicOperations.FixedTimeEquals(right, Encoding.UTF8.GetBytes(shown)))
            return TokenAnswer.Refused($"the secret of bootstrap token {id} is another");
        if (Data(secret, "token-id") != id) return TokenAnswer.Refused($"the secret of bootstrap token {id} names another token");
        if (HasExpired(secret)) return TokenAnswer.Refused($"bootstrap token {id} has expired");
        if (Data(secret, "usage-bootstrap-authentication") != "true") return TokenAnswer.Refused($"bootstrap token {id} is not for authentication");
        return GroupsOf(secret) is { } groups
            ? new(new() { Name = "system:bootstrap:" + id, Groups = groups.Add(UserInfo.SystemAuthenticated) }, default, "")
            : TokenAnswer.Refused($"bootstrap token {id} gives groups that it may not");
    }

    /// <summary>A time that cannot be read has passed.</summary>
    private bool HasExpired(Secret secret)
    {
        var text = Data(secret, "expiration");
        if (text.Length == 0) return false;
        return !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) || end <= time.GetUtcNow();
    }

    /// <summary>Null when one of the groups may not be given: only those below <c>system:bootstrappers:</c> may.</summary>
    private static ListOf<string>? GroupsOf(Secret secret)
    {
        var groups = new SortedSet<string>(StringComparer.Ordinal) { DefaultGroup };
        var extra = Data(secret, "auth-extra-groups");
        if (extra.Length == 0) return groups.ToListOf();
        foreach (var group in extra.Split(','))
        {
            if (!GroupForm().IsMatch(group)) return null;
            groups.Add(group);
        }

        return groups.ToListOf();
    }

    private static string Data(Secret secret, string key) => secret.Data.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : "";

    [GeneratedRegex(@"\A([a-z0-9]{6})\.([a-z0-9]{16})\z", RegexOptions.CultureInvariant)]
    private static partial Regex TokenForm();

    [GeneratedRegex(@"\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex GroupForm();
}
