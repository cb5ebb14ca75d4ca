using Kybernet.Api.AdmissionRegistration.V1;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>A MutatingAdmissionPolicy, ready to be asked.</summary>
internal sealed class MutatingPolicy(MutatingAdmissionPolicy policy) : AdmissionPolicy(
    policy.Metadata.Name, policy.Spec.MatchConstraints, policy.Spec.ParamKind, policy.Spec.FailurePolicy, policy.Spec.Variables, policy.Spec.MatchConditions)
{
    /// <summary>What is put over the object, or how it is patched.</summary>
    public (bool IsPatch, PolicyText Text)[] Mutations { get; } =
    [
        .. policy.Spec.Mutations.Select(static mutation => mutation.PatchType == PatchType.JSONPatch
            ? (true, new PolicyText(mutation.JsonPatch?.Expression ?? ""))
            : (false, new PolicyText(mutation.ApplyConfiguration?.Expression ?? ""))),
    ];

    /// <summary>It wants to be asked again when others changed the object after it.</summary>
    public bool WantsReinvocation { get; } = policy.Spec.ReinvocationPolicy == ReinvocationPolicyType.IfNeeded;
}
