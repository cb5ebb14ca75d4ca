using Kybernet.Api.Certificates.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Certificates;

/// <summary>Signing requests, which change through their subresources only. Upstream: <c>pkg/registry/certificates/certificates</c>.</summary>
public sealed class CertificateSigningRequestStrategy : Strategy<CertificateSigningRequest>
{
    public override UpdateStrategy<CertificateSigningRequest> Status { get; } = new StatusDoor();

    /// <summary>The changes of the <c>approval</c> subresource.</summary>
    public UpdateStrategy<CertificateSigningRequest> Approval { get; } = new ApprovalDoor();

    public override ListOf<string> SelectableFields => ["spec.signerName"];

    public override string? SelectableField(CertificateSigningRequest value, string field) =>
        field == "spec.signerName" ? value.Spec.SignerName : null;

    /// <summary>Any name will do that can stand in a path.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsPathSegment(name, prefix);

    /// <inheritdoc/>
    /// <remarks>Who asks is written down by the server, whatever the client says.</remarks>
    public override CertificateSigningRequest PrepareForCreate(CertificateSigningRequest value, WriteContext context) => value with
    {
        Spec = value.Spec with
        {
            Username = context.User.Name,
            Uid = context.User.Uid,
            Groups = context.User.Groups,
            Extra = context.User.Extra.IsEmpty ? default : context.User.Extra,
        },
        Status = CertificateSigningRequestStatus.Empty,
    };

    public override CertificateSigningRequest PrepareForUpdate(
        CertificateSigningRequest value, CertificateSigningRequest old, WriteContext context) =>
        value with { Spec = old.Spec, Status = old.Status };

    public override void Validate(CertificateSigningRequest value, FieldErrorList errors) =>
        CertificateSigningRequestRules.Validate(errors, value, RequestTolerance.None);

    public override void ValidateUpdate(CertificateSigningRequest value, CertificateSigningRequest old, FieldErrorList errors) =>
        CertificateSigningRequestRules.ValidateUpdate(errors, value, old, RequestTolerance.Of(value, old));

    private sealed class StatusDoor : UpdateStrategy<CertificateSigningRequest>
    {
        public override CertificateSigningRequest PrepareForUpdate(
            CertificateSigningRequest value, CertificateSigningRequest old, WriteContext context)
        {
            var conditions = ConditionChanges.Preserve(value.Status.Conditions, old.Status.Conditions, RequestConditionType.Approved);
            conditions = ConditionChanges.Preserve(conditions, old.Status.Conditions, RequestConditionType.Denied);
            conditions = ConditionChanges.WithTimes(conditions, old.Status.Conditions, Time.From(context.Time.GetUtcNow()));
            return value with { Spec = old.Spec, Status = value.Status with { Conditions = conditions } };
        }

        public override void ValidateUpdate(CertificateSigningRequest value, CertificateSigningRequest old, FieldErrorList errors) =>
            CertificateSigningRequestRules.ValidateUpdate(
                errors, value, old, RequestTolerance.Of(value, old) with { CanSetCertificate = true });
    }

    private sealed class ApprovalDoor : UpdateStrategy<CertificateSigningRequest>
    {
        public override CertificateSigningRequest PrepareForUpdate(
            CertificateSigningRequest value, CertificateSigningRequest old, WriteContext context)
        {
            var now = Time.From(context.Time.GetUtcNow());
            var conditions = ConditionChanges.WithTimes(value.Status.Conditions, old.Status.Conditions, now);
            return value with { Spec = old.Spec, Status = old.Status with { Conditions = conditions } };
        }

        public override void ValidateUpdate(CertificateSigningRequest value, CertificateSigningRequest old, FieldErrorList errors) =>
            CertificateSigningRequestRules.ValidateUpdate(
                errors, value, old, RequestTolerance.Of(value, old) with { CanApprove = true });
    }
}
