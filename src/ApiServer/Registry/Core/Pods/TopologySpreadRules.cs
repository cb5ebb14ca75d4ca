using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>How pods spread over zones and nodes. Upstream: <c>validateTopologySpreadConstraints</c>.</summary>
internal static class TopologySpreadRules
{
    public static void Check(PodCheck check, FieldPath path)
    {
        var constraints = check.Spec.TopologySpreadConstraints;
        for (var i = 0; i < constraints.Count; i++)
        {
            var at = path.Index(i);
            One(check, at, constraints[i]);
            var (key, action) = (constraints[i].TopologyKey, constraints[i].WhenUnsatisfiable);
            for (var j = i + 1; j < constraints.Count; j++)
            {
                if (constraints[j].TopologyKey != key || constraints[j].WhenUnsatisfiable != action) continue;
                check.Errors.Repeated(at.Child("{topologyKey, whenUnsatisfiable}"), $"{{{key}, {action}}}");
                break;
            }
        }
    }

    /// <summary>True when the selector of a constraint has errors.</summary>
    public static bool HasInvalidSelectors(PodSpec spec)
    {
        var errors = new FieldErrorList();
        foreach (var constraint in spec.TopologySpreadConstraints)
            LabelSelectorRules.Validate(errors, FieldPath.None, constraint.LabelSelector.ToTerms());
        return !errors.IsEmpty;
    }

    /// <summary>True when the label keys of a constraint break the rule of new objects.</summary>
    public static bool HasInvalidLabelKeys(PodSpec spec)
    {
        var errors = new FieldErrorList();
        foreach (var constraint in spec.TopologySpreadConstraints)
            LabelKeyRules.Check(errors, FieldPath.None, constraint.MatchLabelKeys, [], constraint.LabelSelector);
        return !errors.IsEmpty;
    }

    private static void One(PodCheck check, FieldPath path, TopologySpreadConstraint constraint)
    {
        var errors = check.Errors;
        Positive(errors, path.Child("maxSkew"), constraint.MaxSkew);
        if (constraint.TopologyKey.Length == 0) errors.Demand(path.Child("topologyKey"), "can not be empty");
        if (constraint.MinDomains is { } minDomains)
        {
            Positive(errors, path.Child("minDomains"), minDomains);
            if (constraint.WhenUnsatisfiable != UnsatisfiableConstraintAction.DoNotSchedule)
                errors.Reject(
                    path.Child("minDomains"), minDomains,
                    $"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {constraint.WhenUnsatisfiable}");
        }

        if (check.Options.LegacyMatchLabelKeys)
            LabelKeyRules.CheckLegacy(errors, path.Child("matchLabelKeys"), constraint.MatchLabelKeys, constraint.LabelSelector);
        else LabelKeyRules.Check(errors, path, constraint.MatchLabelKeys, [], constraint.LabelSelector);
        if (!check.Options.InvalidSpreadSelector)
            LabelSelectorRules.Validate(errors, path.Child("labelSelector"), constraint.LabelSelector.ToTerms());
    }

    private static void Positive(FieldErrorList errors, FieldPath path, int value)
    {
        if (value <= 0) errors.Reject(path, value, "must be greater than zero");
    }
}
