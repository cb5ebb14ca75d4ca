using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>The spec of a CSI driver. Upstream: <c>validateCSIDriverSpec</c>.</summary>
internal static class CSIDriverRules
{
    private const long MinExpirationSeconds = 600;
    private const long MaxExpirationSeconds = 1L << 32;
    private const long MinUpdatePeriodSeconds = 10;

    public static void Validate(FieldErrorList errors, FieldPath path, CSIDriverSpec spec)
    {
        ValidateTokenRequests(errors, path.Child("tokenRequests"), spec.TokenRequests);
        foreach (var mode in spec.VolumeLifecycleModes)
            if (mode is not (VolumeLifecycleMode.Persistent or VolumeLifecycleMode.Ephemeral))
                errors.Add(FieldError.NotSupported(
                    path.Child("volumeLifecycleModes"), FieldValue.JsonString(mode),
                    [VolumeLifecycleMode.Persistent, VolumeLifecycleMode.Ephemeral]));
        if (spec.NodeAllocatableUpdatePeriodSeconds is { } period and < MinUpdatePeriodSeconds)
            errors.Add(FieldError.Invalid(
                path.Child("nodeAllocatableUpdatePeriodSeconds"), period, "must be greater than or equal to 10 seconds"));
        if (spec.ServiceAccountTokenInSecrets is { } inSecrets && spec.TokenRequests.IsEmpty)
            errors.Add(FieldError.Invalid(
                path.Child("serviceAccountTokenInSecrets"), inSecrets,
                "serviceAccountTokenInSecrets is set but no tokenRequests are specified"));
    }

    /// <summary>Every audience once, the empty one among them.</summary>
    private static void ValidateTokenRequests(FieldErrorList errors, FieldPath path, ListOf<TokenRequest> requests)
    {
        var audiences = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            if (!audiences.Add(request.Audience))
            {
                errors.Add(FieldError.Duplicate(path.Index(i).Child("audience"), request.Audience));
                continue;
            }

            var at = path.Index(i).Child("expirationSeconds");
            if (request.ExpirationSeconds is { } tooShort and < MinExpirationSeconds)
                errors.Add(FieldError.Invalid(at, tooShort, "may not specify a duration less than 10 minutes"));
            if (request.ExpirationSeconds is { } tooLong and > MaxExpirationSeconds)
                errors.Add(FieldError.Invalid(at, tooLong, "may not specify a duration larger than 2^32 seconds"));
        }
    }
}
