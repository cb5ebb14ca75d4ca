using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The resource claims of a pod, and the references its containers make to them.</summary>
internal static class ResourceClaimRules
{
    public static void Pod(PodCheck check, FieldPath path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < check.Spec.ResourceClaims.Count; i++) Claim(check, path.Index(i), check.Spec.ResourceClaims[i], names);
    }

    /// <summary>Each reference names a claim of the pod, and none is made twice.</summary>
    public static void References(PodCheck check, FieldPath path, ListOf<ResourceClaim> claims)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < claims.Count; i++)
        {
            if (claims[i].Name.Length == 0)
            {
                check.Errors.Demand(path.Index(i));
                continue;
            }

            NotRepeated(check.Errors, path.Index(i), claims[i], seen);
            if (!check.ClaimNames.Contains(claims[i].Name)) NotFound(check, path.Index(i), claims[i].Name);
        }
    }

    private static void Claim(PodCheck check, FieldPath path, PodResourceClaim claim, HashSet<string> names)
    {
        if (check.Metadata is { } metadata && metadata.Annotations.ContainsKey(PodAnnotations.Mirror))
        {
            check.Errors.Forbid(FieldPath.Of(""), "static pods do not support resource claims");
            return;
        }

        if (claim.Name.Length > 0 && !names.Add(claim.Name)) check.Errors.Repeated(path.Child("name"), claim.Name);
        if (claim.ResourceClaimName is not null && claim.ResourceClaimTemplateName is not null)
            check.Errors.Reject(
                path, ImmutableRules.Shown(claim), "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
        if (claim.ResourceClaimName is null && claim.ResourceClaimTemplateName is null)
            check.Errors.Reject(
                path, ImmutableRules.Shown(claim), "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
    }

    /// <summary>A claim as a whole overlaps with each of its requests.</summary>
    private static void NotRepeated(FieldErrorList errors, FieldPath path, ResourceClaim claim, HashSet<string> seen)
    {
        if (seen.Contains(claim.Name))
        {
            errors.Repeated(path, claim.Name);
            return;
        }

        var key = claim.Name;
        if (claim.Request.Length > 0)
        {
            errors.AddInvalid(path.Child("request"), claim.Request, DnsNames.IsDns1123Label(claim.Request));
            key += "/" + claim.Request;
            if (seen.Contains(key)) errors.Repeated(path, key);
        }
        else
        {
            foreach (var other in seen)
                if (other.StartsWith(claim.Name + "/", StringComparison.Ordinal)) errors.Repeated(path, claim.Name);
        }

        seen.Add(key);
    }

    private static void NotFound(PodCheck check, FieldPath path, string name)
    {
        var names = check.ClaimNames.Count == 0 ? " which is empty" : ": " + string.Join(", ", check.ClaimNames);
        check.Errors.Add(FieldError.NotFound(path, name) with { Detail = "must be one of the names in pod.spec.resourceClaims" + names });
    }
}
