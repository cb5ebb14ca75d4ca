using Kybernet.Api.AdmissionRegistration.V1;

namespace Kybernet.ApiServer.Admission.Policies;

/// <summary>A ValidatingAdmissionPolicy, ready to be asked.</summary>
internal sealed class ValidatingPolicy(ValidatingAdmissionPolicy policy) : AdmissionPolicy(
    policy.Metadata.Name, policy.Spec.MatchConstraints, policy.Spec.ParamKind, policy.Spec.FailurePolicy, policy.Spec.Variables, policy.Spec.MatchConditions)
{
    public (Validation Said, PolicyText Condition, PolicyText? Message)[] Validations { get; } =
    [
        .. policy.Spec.Validations.Select(static validation => (
            validation, new PolicyText(validation.Expression), validation.MessageExpression.Length == 0 ? null : new PolicyText(validation.MessageExpression))),
    ];

    public (string Key, PolicyText Value)[] AuditAnnotations { get; } =
        [.. policy.Spec.AuditAnnotations.Select(static annotation => (annotation.Key, new PolicyText(annotation.ValueExpression)))];
}
