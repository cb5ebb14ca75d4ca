using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Selectors of nodes, in affinity and in persistent volumes. Upstream: <c>ValidateNodeSelector</c>.</summary>
internal static class NodeSelectorRules
{
    public static void Check(FieldErrorList errors, FieldPath path, NodeSelector selector, bool allowInvalidValues)
    {
        var at = path.Child("nodeSelectorTerms");
        if (selector.NodeSelectorTerms.IsEmpty) errors.Demand(at, "must have at least one node selector term");
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++)
            Term(errors, at.Index(i), selector.NodeSelectorTerms[i], allowInvalidValues);
    }

    public static void Term(FieldErrorList errors, FieldPath path, NodeSelectorTerm term, bool allowInvalidValues)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
            Label(errors, path.Child("matchExpressions").Index(i), term.MatchExpressions[i], allowInvalidValues);
        for (var i = 0; i < term.MatchFields.Count; i++) Field(errors, path.Child("matchFields").Index(i), term.MatchFields[i]);
    }

    /// <summary>True when a term matches labels by a value that no label can have.</summary>
    public static bool HasInvalidValues(NodeSelector selector)
    {
        foreach (var term in selector.NodeSelectorTerms)
            foreach (var expression in term.MatchExpressions)
                foreach (var value in expression.Values)
                    if (!QualifiedNames.IsValidLabelValue(value).IsEmpty) return true;
        return false;
    }

    private static void Label(FieldErrorList errors, FieldPath path, NodeSelectorRequirement requirement, bool allowInvalidValues)
    {
        switch (requirement.Operator)
        {
            case NodeSelectorOperator.In or NodeSelectorOperator.NotIn:
                if (requirement.Values.IsEmpty)
                    errors.Demand(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'");
                break;
            case NodeSelectorOperator.Exists or NodeSelectorOperator.DoesNotExist:
                if (!requirement.Values.IsEmpty)
                    errors.Forbid(path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                break;
            case NodeSelectorOperator.Gt or NodeSelectorOperator.Lt:
                if (requirement.Values.Count != 1)
                    errors.Demand(path.Child("values"), "must be specified single value when `operator` is 'Lt' or 'Gt'");
                break;
            default:
                NotAnOperator(errors, path, requirement);
                break;
        }

        MetadataRules.LabelName(errors, path.Child("key"), requirement.Key);
        if (allowInvalidValues) return;
        for (var i = 0; i < requirement.Values.Count; i++)
            errors.AddInvalid(
                path.Child("values").Index(i), requirement.Values[i], QualifiedNames.IsValidLabelValue(requirement.Values[i]));
    }

    private static void Field(FieldErrorList errors, FieldPath path, NodeSelectorRequirement requirement)
    {
        if (requirement.Operator is not (NodeSelectorOperator.In or NodeSelectorOperator.NotIn)) NotAnOperator(errors, path, requirement);
        else if (requirement.Values.Count != 1)
            errors.Demand(path.Child("values"), "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        if (requirement.Key != "metadata.name")
        {
            errors.Reject(path.Child("key"), requirement.Key, "not a valid field selector key");
            return;
        }

        for (var i = 0; i < requirement.Values.Count; i++)
            errors.AddInvalid(
                path.Child("values").Index(i), requirement.Values[i], DnsNames.IsDns1123Subdomain(requirement.Values[i]));
    }

    private static void NotAnOperator(FieldErrorList errors, FieldPath path, NodeSelectorRequirement requirement) =>
        errors.Reject(path.Child("operator"), FieldValue.JsonString(requirement.Operator), "not a valid selector operator");
}
