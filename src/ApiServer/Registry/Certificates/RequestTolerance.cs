using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>
/// What an update may leave as it is although a new request may not have it, and what the door of the update may change.
/// Upstream: <c>certificateValidationOptions</c>.
/// </summary>
internal sealed record RequestTolerance
{
    public const string LegacyUnknownSigner = "kubernetes.io/legacy-unknown";

    public static RequestTolerance None { get; } = new();

    /// <summary>The door is <c>approval</c>: conditions of approval and denial may come.</summary>
    public bool CanApprove { get; init; }

    /// <summary>The door is <c>status</c>: the certificate may come.</summary>
    public bool CanSetCertificate { get; init; }

    public bool BothApprovedAndDenied { get; private init; }

    public bool LegacySigner { get; private init; }

    public bool DuplicateConditionTypes { get; private init; }

    public bool EmptyConditionType { get; private init; }

    public bool ArbitraryCertificate { get; private init; }

    public bool DuplicateUsages { get; private init; }

    public bool UnknownUsages { get; private init; }

    public static RequestTolerance Of(CertificateSigningRequest value, CertificateSigningRequest old)
    {
        var types = old.Status.Conditions.Select(condition => condition.Type).ToListOf();
        return new()
        {
            BothApprovedAndDenied = types.Contains(RequestConditionType.Approved) && types.Contains(RequestConditionType.Denied),
            LegacySigner = old.Spec.SignerName == LegacyUnknownSigner,
            DuplicateConditionTypes = HasDuplicates(types),
            EmptyConditionType = types.Contains(""),
            ArbitraryCertificate = value.Status.Certificate == old.Status.Certificate
                || SigningRequestRules.CheckCertificates(old.Status.Certificate) is not null,
            DuplicateUsages = HasDuplicates(old.Spec.Usages),
            UnknownUsages = old.Spec.Usages.Any(usage => !KeyUsage.Values.Contains(usage)),
        };
    }

    private static bool HasDuplicates(ListOf<string> values) => values.Distinct().Count() < values.Count;
}
