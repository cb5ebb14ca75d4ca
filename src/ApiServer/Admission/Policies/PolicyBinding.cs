using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>Where a policy is in force, with which parameters, and what then happens.</summary>
/// <param name="Name">Of the binding.</param>
/// <param name="Policy">The name of its policy.</param>
/// <param name="Parameters">Null for none.</param>
/// <param name="Scope">Null for everything the policy is about.</param>
/// <param name="Actions">Deny, Warn, Audit; of a mutating policy none.</param>
internal sealed record PolicyBinding(string Name, string Policy, ParamRef? Parameters, PolicyScope? Scope, ListOf<string> Actions)
{
    public static PolicyBinding Of(ValidatingAdmissionPolicyBinding binding) => new(
        binding.Metadata.Name, binding.Spec.PolicyName, binding.Spec.ParamRef, PolicyScope.Of(binding.Spec.MatchResources), binding.Spec.ValidationActions);

    public static PolicyBinding Of(MutatingAdmissionPolicyBinding binding) => new(
        binding.Metadata.Name, binding.Spec.PolicyName, binding.Spec.ParamRef, PolicyScope.Of(binding.Spec.MatchResources), []);
}
