using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Bindings of validating policies. Upstream: <c>pkg/registry/admissionregistration/validatingadmissionpolicybinding</c>.</summary>
/// <remarks>That the user may read the parameters it refers to is for the pipeline to ask; it knows the authorizer.</remarks>
public sealed class ValidatingAdmissionPolicyBindingStrategy : Strategy<ValidatingAdmissionPolicyBinding>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override ValidatingAdmissionPolicyBinding PrepareForCreate(ValidatingAdmissionPolicyBinding value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override ValidatingAdmissionPolicyBinding PrepareForUpdate(
        ValidatingAdmissionPolicyBinding value, ValidatingAdmissionPolicyBinding old, WriteContext context) => value.Spec == old.Spec
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(ValidatingAdmissionPolicyBinding value, FieldErrorList errors) =>
        PolicyBindingRules.Validate(errors, FieldPath.Of("spec"), value.Spec);

    public override void WarnOnCreate(ValidatingAdmissionPolicyBinding value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(
        ValidatingAdmissionPolicyBinding value, ValidatingAdmissionPolicyBinding old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);
}
