using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.AdmissionRegistration;

/// <summary>Bindings of mutating policies. Upstream: <c>pkg/registry/admissionregistration/mutatingadmissionpolicybinding</c>.</summary>
/// <remarks>That the user may read the parameters it refers to is for the pipeline to ask; it knows the authorizer.</remarks>
public sealed class MutatingAdmissionPolicyBindingStrategy : Strategy<MutatingAdmissionPolicyBinding>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override MutatingAdmissionPolicyBinding PrepareForCreate(MutatingAdmissionPolicyBinding value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override MutatingAdmissionPolicyBinding PrepareForUpdate(
        MutatingAdmissionPolicyBinding value, MutatingAdmissionPolicyBinding old, WriteContext context) => value.Spec == old.Spec
        ? value
        : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(MutatingAdmissionPolicyBinding value, FieldErrorList errors) =>
        PolicyBindingRules.Validate(errors, FieldPath.Of("spec"), value.Spec);

    public override void WarnOnCreate(MutatingAdmissionPolicyBinding value, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);

    public override void WarnOnUpdate(
        MutatingAdmissionPolicyBinding value, MutatingAdmissionPolicyBinding old, ICollection<string> warnings) =>
        ReservedNames.Warn(value.Metadata.Name, warnings);
}
