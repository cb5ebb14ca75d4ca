using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Mutating policies. Upstream: <c>pkg/registry/admissionregistration/mutatingadmissionpolicy</c>.</summary>
/// <remarks>That the user may read the kind of parameters is for the pipeline to ask; it knows the authorizer.</remarks>
public sealed class MutatingAdmissionPolicyStrategy : Strategy<MutatingAdmissionPolicy>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override MutatingAdmissionPolicy PrepareForCreate(MutatingAdmissionPolicy value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override MutatingAdmissionPolicy PrepareForUpdate(
        MutatingAdmissionPolicy value, MutatingAdmissionPolicy old, WriteContext context) => value.Spec == old.Spec
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(MutatingAdmissionPolicy value, FieldErrorList errors) =>
        MutatingPolicyRules.Validate(errors, FieldPath.Of("spec"), value.Spec, null);

    public override void ValidateUpdate(MutatingAdmissionPolicy value, MutatingAdmissionPolicy old, FieldErrorList errors) =>
        MutatingPolicyRules.Validate(
            errors, FieldPath.Of("spec"), value.Spec, old.Spec);

    public override void WarnOnCreate(MutatingAdmissionPolicy value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(MutatingAdmissionPolicy value, MutatingAdmissionPolicy old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);
}
