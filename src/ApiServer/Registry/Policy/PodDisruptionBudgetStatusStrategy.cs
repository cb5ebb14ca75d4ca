using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry.Core.Conditions;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Policy;

/// <summary>What the disruption controller and evictions write; the counts are rules of the schema.</summary>
internal sealed class PodDisruptionBudgetStatusStrategy : UpdateStrategy<PodDisruptionBudget>
{
    public override PodDisruptionBudget PrepareForUpdate(PodDisruptionBudget value, PodDisruptionBudget old, WriteContext context) =>
        value with { Spec = old.Spec };

    public override void ValidateUpdate(PodDisruptionBudget value, PodDisruptionBudget old, FieldErrorList errors) =>
        ConditionRules.Check(value.Status.Conditions, FieldPath.Of("status").Child("conditions"), errors);
}
