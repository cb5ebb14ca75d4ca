using Kybernet.Api.Policy.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Policy;

/// <summary>PodDisruptionBudgets. Upstream: <c>pkg/registry/policy/poddisruptionbudget/strategy.go</c>.</summary>
public sealed class PodDisruptionBudgetStrategy : Strategy<PodDisruptionBudget>
{
    public override UpdateStrategy<PodDisruptionBudget> Status { get; } = new PodDisruptionBudgetStatusStrategy();

    public override bool AllowsUnconditionalUpdate => false;

    /// <summary>Upstream checks no more of the name than every object's.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsPathSegment(name, prefix);

    public override PodDisruptionBudget PrepareForCreate(PodDisruptionBudget value, WriteContext context) =>
        value with { Status = PodDisruptionBudgetStatus.Empty, Metadata = value.Metadata with { Generation = 1 } };

    public override PodDisruptionBudget PrepareForUpdate(PodDisruptionBudget value, PodDisruptionBudget old, WriteContext context)
    {
        value = value with { Status = old.Status };
        return value.Spec == old.Spec
            ? value
            : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };
    }

    public override void Validate(PodDisruptionBudget value, FieldErrorList errors) =>
        PodDisruptionBudgetRules.Check(value.Spec, allowInvalidSelector: false, errors);

    /// <summary>A selector with values that no label has may stay as it is.</summary>
    public override void ValidateUpdate(PodDisruptionBudget value, PodDisruptionBudget old, FieldErrorList errors)
    {
        var before = new FieldErrorList();
        LabelSelectorRules.Validate(before, FieldPath.None, old.Spec.Selector.ToTerms());
        PodDisruptionBudgetRules.Check(value.Spec, !before.IsEmpty, errors);
    }
}
