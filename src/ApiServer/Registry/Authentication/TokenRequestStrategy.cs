using Kybernet.Api.Authentication.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Authentication;

/// <summary>Requests for a service account's token; nothing is stored. Upstream: <c>pkg/apis/authentication/validation</c>.</summary>
public sealed class TokenRequestStrategy : Strategy<TokenRequest>
{
    private const long MinSeconds = 600;
    private const long MaxSeconds = 1L << 32;

    public override void Validate(TokenRequest value, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec").Child("expirationSeconds");
        var seconds = value.Spec.ExpirationSeconds ?? 0;
        if (seconds < MinSeconds) errors.Add(FieldError.Invalid(path, seconds, "may not specify a duration less than 10 minutes"));
        if (seconds > MaxSeconds) errors.Add(FieldError.Invalid(path, seconds, "may not specify a duration larger than 2^32 seconds"));
    }
}
