using Kybernet.Api.Rbac.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Rbac;

/// <summary>Cluster roles. Upstream: <c>pkg/registry/rbac/clusterrole</c>.</summary>
public sealed class ClusterRoleStrategy : Strategy<ClusterRole>
{
    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> CheckName(string name, bool prefix) => RbacNames.Check(name);

    public override void Validate(ClusterRole value, FieldErrorList errors) => Validate(value, errors, allowInvalidValues: false);

    /// <inheritdoc/>
    /// <remarks>Label values that were stored before they were checked may stay.</remarks>
    public override void ValidateUpdate(ClusterRole value, ClusterRole old, FieldErrorList errors) =>
        Validate(value, errors, HasInvalidSelector(old));

    private static void Validate(ClusterRole value, FieldErrorList errors, bool allowInvalidValues)
    {
        PolicyRuleRules.Validate(errors, value.Rules, isNamespaced: false);
        if (value.AggregationRule is not { } aggregation) return;
        var path = FieldPath.Of("aggregationRule").Child("clusterRoleSelectors");
        if (aggregation.ClusterRoleSelectors.IsEmpty)
            errors.Add(FieldError.Required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"));
        for (var i = 0; i < aggregation.ClusterRoleSelectors.Count; i++)
        {
            var selector = aggregation.ClusterRoleSelectors[i];
            LabelSelectorRules.Validate(errors, path.Index(i), selector.ToTerms(), allowInvalidValues);
            if (!selector.TryToSelector(out _, out _))
                errors.Add(FieldError.Invalid(path.Index(i), FieldValue.Null, "invalid label selector."));
        }
    }

    private static bool HasInvalidSelector(ClusterRole role)
    {
        if (role.AggregationRule is not { } aggregation) return false;
        var errors = new FieldErrorList();
        foreach (var selector in aggregation.ClusterRoleSelectors)
            LabelSelectorRules.Validate(errors, FieldPath.None, selector.ToTerms());
        return !errors.IsEmpty;
    }
}
