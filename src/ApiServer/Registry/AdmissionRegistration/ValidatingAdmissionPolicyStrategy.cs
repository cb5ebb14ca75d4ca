using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Validating policies. Upstream: <c>pkg/registry/admissionregistration/validatingadmissionpolicy</c>.</summary>
/// <remarks>That the user may read the kind of parameters is for the pipeline to ask; it knows the authorizer.</remarks>
public sealed class ValidatingAdmissionPolicyStrategy : Strategy<ValidatingAdmissionPolicy>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override UpdateStrategy<ValidatingAdmissionPolicy> Status { get; } = new StatusDoor();

    public override ValidatingAdmissionPolicy PrepareForCreate(ValidatingAdmissionPolicy value, WriteContext context) => value with
    {
        Metadata = value.Metadata with { Generation = 1 },
        Status = ValidatingAdmissionPolicyStatus.Empty,
    };

    public override ValidatingAdmissionPolicy PrepareForUpdate(
        ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, WriteContext context) => value with
        {
            Metadata = value.Spec == old.Spec ? value.Metadata : value.Metadata with { Generation = old.Metadata.Generation + 1 },
            Status = old.Status,
        };

    public override void Validate(ValidatingAdmissionPolicy value, FieldErrorList errors) =>
        ValidatingPolicyRules.Validate(errors, FieldPath.Of("spec"), value.Metadata.Name, value.Spec, null);

    public override void ValidateUpdate(ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, FieldErrorList errors) =>
        ValidatingPolicyRules.Validate(
            errors, FieldPath.Of("spec"), value.Metadata.Name, value.Spec, old.Spec);

    public override void WarnOnCreate(ValidatingAdmissionPolicy value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(
        ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    private sealed class StatusDoor : UpdateStrategy<ValidatingAdmissionPolicy>
    {
        public override ValidatingAdmissionPolicy PrepareForUpdate(
            ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, WriteContext context) =>
            value with { Spec = old.Spec, Metadata = value.Metadata.ResetForStatus(old.Metadata) };

        public override void ValidateUpdate(ValidatingAdmissionPolicy value, ValidatingAdmissionPolicy old, FieldErrorList errors) =>
            ValidatingPolicyRules.ValidateStatus(errors, FieldPath.Of("status"), value.Status);
    }
}
