using System.Security.Cryptography;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens without an end that lie in Secrets of type <c>kubernetes.io/service-account-token</c>, which a controller fills. Each is good
/// while its Secret holds it; the day of its last use is noted there. Upstream: <c>pkg/serviceaccount/legacy.go</c>.
/// </summary>
internal sealed class LegacyTokens(ResourceRegistry registry, TimeProvider time)
{
    public const string Issuer = "kubernetes/serviceaccount";
    public const string TrackingMap = "kube-apiserver-legacy-service-account-token-tracking";
    public const string TrackedSince = "since";

    private const string LastUsed = "kubernetes.io/legacy-token-last-used";
    private const string InvalidSince = "kubernetes.io/legacy-token-invalid-since";
    private const string TokenKeyInSecret = "token";
    private const string Invalidated = "Token has been invalidated";

    private static readonly WriteRequest s_server = new()
    {
        User = new() { Name = "system:apiserver", Groups = [UserInfo.SystemMasters] },
        Namespace = "",
        FieldManager = "kube-apiserver",
    };

    /// <summary>As labels and the map of <see cref="TrackingMap"/> hold days.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What is wrong with a token whose signature is right; null when it is good.</summary>
    public async ValueTask<string?> CheckAsync(string token, TokenClaims claims, CancellationToken cancel)
    {
        if (claims.Legacy is not { } legacy || legacy.Namespace.Length == 0) return "namespace claim is missing";
        if (legacy.Secret.Length == 0) return "secretName claim is missing";
        if (legacy.Account.Name.Length == 0) return "serviceAccountName claim is missing";
        if (legacy.Account.Uid.Length == 0) return "serviceAccountUID claim is missing";
        if (claims.Subject != $"system:serviceaccount:{legacy.Namespace}:{legacy.Account.Name}") return "sub claim is invalid";
        if (await FindAsync<Secret>("secrets", $"{legacy.Namespace}/{legacy.Secret}", cancel) is not { Metadata.DeletionTimestamp: null } secret)
            return Invalidated;
        if (!secret.Data.TryGetValue(TokenKeyInSecret, out var held) || !CryptographicOperations.FixedTimeEquals(held.Span, Encoding.UTF8.GetBytes(token)))
            return "Token does not match server's copy";
        if (await FindAsync<ServiceAccount>("serviceaccounts", $"{legacy.Namespace}/{legacy.Account.Name}", cancel) is not { } account)
            return $"serviceaccounts \"{legacy.Account.Name}\" not found";
        if (account.Metadata.DeletionTimestamp is not null) return $"ServiceAccount {legacy.Namespace}/{legacy.Account.Name} has been deleted";
        if (account.Metadata.Uid != legacy.Account.Uid)
            return $"ServiceAccount UID ({account.Metadata.Uid}) does not match claim ({legacy.Account.Uid})";
        await NoteUseAsync(secret, cancel);
        return secret.Metadata.Labels.TryGetValue(InvalidSince, out var since) && since.Length > 0
            ? $"the token in secret {legacy.Namespace}/{legacy.Secret} for service account {legacy.Namespace}/{legacy.Account.Name} has been marked invalid. "
                + "Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the "
                + $"'{InvalidSince}' label from the secret to temporarily allow use of this token"
            : null;
    }

    /// <summary>Once a day. A note that cannot be made stops nobody: the next use makes it.</summary>
    private async ValueTask NoteUseAsync(Secret secret, CancellationToken cancel)
    {
        var (today, noted) = (Day(time.GetUtcNow()), secret.Metadata.Labels.TryGetValue(LastUsed, out var last) ? last : "");
        // Tomorrow: another server's clock is ahead.
        if (noted == today || noted == Day(time.GetUtcNow().AddDays(1))) return;
        var resource = registry.Find(new("", "v1", "secrets"))!;
        var request = s_server with { Namespace = secret.Metadata.Namespace, Name = secret.Metadata.Name, Warnings = [] };
        await ObjectUpdater.UpdateAsync(
            resource, resource.Rules, request, new() { Uid = secret.Metadata.Uid },
            (current, _) => new(Outcome<IObject>.Ok(Labelled(current!, today))), mayCreate: false, cancel);
    }

    private static IObject Labelled(IObject secret, string day) =>
        secret.WithMetadata(secret.Metadata with { Labels = secret.Metadata.Labels.SetItem(LastUsed, day) });

    private async ValueTask<T?> FindAsync<T>(string resource, string key, CancellationToken cancel)
        where T : class
    {
        var read = await ObjectReader.ReadCachedAsync(registry.Find(new("", "v1", resource))!, key, cancel);
        return read.IsOk ? read.Value?.Value as T : null;
    }
}
