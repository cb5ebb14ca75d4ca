using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>A signing request and its conditions. Upstream: <c>validateCertificateSigningRequest</c> and its update.</summary>
internal static class CertificateSigningRequestRules
{
    private static readonly FieldPath s_conditions = FieldPath.Of("status").Child("conditions");

    public static void Validate(FieldErrorList errors, CertificateSigningRequest value, RequestTolerance tolerance)
    {
        var (spec, path) = (value.Spec, FieldPath.Of("spec"));
        if (SigningRequestRules.CheckRequest(spec.Request) is { } problem)
            errors.Add(FieldError.Invalid(path.Child("request"), Shown(spec.Request), problem));
        ValidateUsages(errors, path.Child("usages"), spec.Usages, tolerance);
        if (!tolerance.LegacySigner && spec.SignerName == RequestTolerance.LegacyUnknownSigner)
            errors.Add(FieldError.Invalid(
                path.Child("signerName"), spec.SignerName, "the legacy signerName is not allowed via this API version"));
        else SignerNameRules.Validate(errors, path.Child("signerName"), spec.SignerName);
        if (spec.ExpirationSeconds is { } seconds and < 600)
            errors.Add(FieldError.Invalid(
                path.Child("expirationSeconds"), seconds, "may not specify a duration less than 600 seconds (10 minutes)"));
        ConditionRules.Validate(errors, s_conditions, value.Status.Conditions, tolerance);
        if (!tolerance.ArbitraryCertificate && SigningRequestRules.CheckCertificates(value.Status.Certificate) is { } fault)
            errors.Add(FieldError.Invalid(FieldPath.Of("status").Child("certificate"), "<certificate data>", fault));
    }

    public static void ValidateUpdate(
        FieldErrorList errors, CertificateSigningRequest value, CertificateSigningRequest old, RequestTolerance tolerance)
    {
        Validate(errors, value, tolerance);
        ConditionRules.ValidateUpdate(errors, s_conditions, value.Status.Conditions, old.Status.Conditions, tolerance.CanApprove);
        if (value.Status.Certificate == old.Status.Certificate) return;
        var path = FieldPath.Of("status").Child("certificate");
        if (!tolerance.CanSetCertificate) errors.Add(FieldError.Forbidden(path, "updates may not set certificate content"));
        else if (!old.Status.Certificate.IsEmpty)
            errors.Add(FieldError.Forbidden(path, "updates may not modify existing certificate content"));
    }

    private static void ValidateUsages(FieldErrorList errors, FieldPath path, ListOf<string> usages, RequestTolerance tolerance)
    {
        if (!tolerance.UnknownUsages)
            for (var i = 0; i < usages.Count; i++) EnumRules.Supported(errors, path.Index(i), usages[i], KeyUsage.Values);
        if (tolerance.DuplicateUsages) return;
        for (var i = 0; i < usages.Count; i++)
            if (usages.IndexOf(usages[i]) < i) errors.Add(FieldError.Duplicate(path.Index(i), FieldValue.JsonString(usages[i])));
    }

    private static FieldValue Shown(Bytes bytes) => bytes.IsAbsent ? FieldValue.Null : FieldValue.JsonString(bytes.ToString());
}
