using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Authentication;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Subresources;

/// <summary>
/// <c>serviceaccounts/token</c>: a token for a service account. Upstream: <c>TokenREST</c> in
/// <c>pkg/registry/core/serviceaccount/storage</c>.
/// </summary>
internal sealed class ServiceAccountToken(ServiceAccountTokens tokens, ResourceRegistry registry) : IPostedSubresource
{
    private const long DefaultSeconds = 3600;

    // What pods ask for that do not read their tokens anew: they are warned of after this long and live a year.
    // Upstream: WarnOnlyBoundTokenExpirationSeconds, ExpirationExtensionSeconds; --service-account-extend-token-expiration.
    private const long WarnOnlySeconds = 3607;
    private const long ExtendedSeconds = 365 * 24 * 60 * 60;

    private static readonly TokenRequestStrategy s_rules = new();

    public GroupVersionKind Kind => TokenRequest.Gvk;

    public async ValueTask<Outcome<IKind>> PostAsync(Resource resource, IKind body, WriteRequest request, CancellationToken cancel)
    {
        var asked = (TokenRequest)body;
        if (CheckNames(asked, request) is { } mismatch) return mismatch;
        var found = await ObjectReader.GetAsync(resource, request.Namespace, request.Name, "", cancel);
        if (!found.TryGet(out var stored, out var error)) return error;
        var account = stored.Value.Metadata;
        if (asked.Metadata.Uid is { Length: > 0 } uid && uid != account.Uid)
        {
            return ApiError.Conflict(new(Kind.Group, Kind.Kind), request.Name,
                $"the UID in the token request ({uid}) does not match the UID of the service account ({account.Uid})");
        }

        var now = resource.Time.GetUtcNow();
        var seconds = asked.Spec.ExpirationSeconds ?? DefaultSeconds;
        asked = asked with
        {
            Metadata = asked.Metadata with { Name = account.Name, Namespace = account.Namespace, Uid = account.Uid, CreationTimestamp = Time.From(now) },
            Spec = asked.Spec with
            {
                Audiences = asked.Spec.Audiences.IsEmpty ? tokens.Audiences : asked.Spec.Audiences,
                ExpirationSeconds = seconds,
            },
            Status = new(),
        };
        var errors = new FieldErrorList();
        s_rules.Validate(asked, errors);
        if (!errors.IsEmpty) return ApiError.Invalid(Kind.GroupKind, "", errors);

        var bound = await BindAsync(asked, request, new() { Namespace = account.Namespace, Account = new(account.Name, account.Uid) }, cancel);
        if (!bound.TryGet(out var claims, out error)) return error;
        var isExtended = claims.Pod is not null && seconds == WarnOnlySeconds && asked.Spec.Audiences.All(tokens.Audiences.Contains);
        var issued = now.ToUnixTimeSeconds();
        var token = tokens.Issue(claims with
        {
            Subject = $"system:serviceaccount:{account.Namespace}:{account.Name}",
            Audiences = asked.Spec.Audiences,
            IssuedAt = issued,
            NotBefore = issued,
            Expiry = issued + (isExtended ? ExtendedSeconds : seconds),
            WarnAfter = isExtended ? issued + seconds : null,
            Id = resource.Ids.Uid(),
        });
        return Outcome<IKind>.Ok(asked with { Status = new() { Token = token, ExpirationTimestamp = Time.From(now.AddSeconds(seconds)) } });
    }

    private ApiError? CheckNames(TokenRequest asked, WriteRequest request)
    {
        var errors = new FieldErrorList();
        var metadata = FieldPath.Of("metadata");
        if (asked.Metadata.Name.Length > 0 && asked.Metadata.Name != request.Name)
            errors.Add(FieldError.Invalid(metadata.Child("name"), asked.Metadata.Name, "must match the service account name if specified"));
        else if (asked.Metadata.Namespace.Length > 0 && asked.Metadata.Namespace != request.Namespace)
            errors.Add(FieldError.Invalid(metadata.Child("namespace"), asked.Metadata.Namespace, "must match the service account namespace if specified"));
        return errors.IsEmpty ? null : ApiError.Invalid(Kind.GroupKind, request.Name, errors);
    }

    /// <summary>Adds the object the token shall live no longer than.</summary>
    private async ValueTask<Outcome<TokenClaims>> BindAsync(TokenRequest asked, WriteRequest request, TokenClaims claims, CancellationToken cancel)
    {
        if (asked.Spec.BoundObjectRef is not { } bound) return claims;
        var kind = GroupVersionKind.FromApiVersionAndKind(bound.ApiVersion, bound.Kind);
        var resource = (kind.Group, kind.Kind) switch
        {
            ("", "Pod") => "pods",
            ("", "Node") => "nodes",
            ("", "Secret") => "secrets",
            _ => "",
        };
        if (resource.Length == 0) return ApiError.BadRequest($"cannot bind token to object of type {kind.Group}/{kind.Version}, Kind={kind.Kind}");
        var from = registry.Find(new("", "v1", resource))!;
        var read = await ObjectReader.GetAsync(from, resource == "nodes" ? "" : request.Namespace, bound.Name, "", cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        var reference = new TokenReference(stored.Value.Metadata.Name, stored.Value.Metadata.Uid);
        if (stored.Value is Pod pod && pod.Spec.ServiceAccountName != request.Name)
            return ApiError.BadRequest($"cannot bind token for serviceaccount \"{request.Name}\" to pod running with different serviceaccount name.");
        if (bound.Uid.Length > 0 && bound.Uid != reference.Uid)
        {
            return ApiError.Conflict(new(kind.Group, kind.Kind), bound.Name,
                $"the UID in the bound object reference ({bound.Uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        return stored.Value switch
        {
            Pod of => claims with { Pod = reference, Node = await NodeOfAsync(of, cancel) },
            Node => claims with { Node = reference },
            _ => claims with { Secret = reference },
        };
    }

    /// <summary>A node that is not there is named without its uid.</summary>
    private async ValueTask<TokenReference?> NodeOfAsync(Pod pod, CancellationToken cancel)
    {
        if (pod.Spec.NodeName.Length == 0) return null;
        var read = await ObjectReader.ReadCachedAsync(registry.Find(new("", "v1", "nodes"))!, pod.Spec.NodeName, cancel);
        return new(pod.Spec.NodeName, read.IsOk ? read.Value?.Value.Metadata.Uid ?? "" : "");
    }
}
