using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Selectors of nodes. Upstream: <c>ValidateNodeSelector</c>.</summary>
public static class NodeSelectorRules
{
    /// <param name="selector">The selector.</param>
    /// <param name="allowInvalidValues">Values go unchecked: the old object had invalid ones.</param>
    /// <param name="path">Where the selector is.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(NodeSelector selector, bool allowInvalidValues, FieldPath path, FieldErrorList errors)
    {
        var terms = path.Child("nodeSelectorTerms");
        if (selector.NodeSelectorTerms.IsEmpty) errors.Add(FieldError.Required(terms, "must have at least one node selector term"));
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++)
            CheckTerm(selector.NodeSelectorTerms[i], allowInvalidValues, terms.Index(i), errors);
    }

    public static void CheckTerm(NodeSelectorTerm term, bool allowInvalidValues, FieldPath path, FieldErrorList errors)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
            CheckLabel(term.MatchExpressions[i], allowInvalidValues, path.Child("matchExpressions").Index(i), errors);
        for (var i = 0; i < term.MatchFields.Count; i++) CheckField(term.MatchFields[i], path.Child("matchFields").Index(i), errors);
    }

    /// <summary>Whether a value of any label term is none a label can have.</summary>
    public static bool HasInvalidValues(NodeSelector? selector)
    {
        if (selector is null) return false;
        foreach (var term in selector.NodeSelectorTerms)
            foreach (var expression in term.MatchExpressions)
                foreach (var value in expression.Values)
                    if (!QualifiedNames.IsValidLabelValue(value).IsEmpty) return true;
        return false;
    }

    private static void CheckLabel(NodeSelectorRequirement requirement, bool allowInvalidValues, FieldPath path, FieldErrorList errors)
    {
        var (count, values) = (requirement.Values.Count, path.Child("values"));
        switch (requirement.Operator)
        {
            case NodeSelectorOperator.In or NodeSelectorOperator.NotIn when count == 0:
                errors.Add(FieldError.Required(values, "must be specified when `operator` is 'In' or 'NotIn'"));
                break;
            case NodeSelectorOperator.Exists or NodeSelectorOperator.DoesNotExist when count > 0:
                errors.Add(FieldError.Forbidden(values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                break;
            case NodeSelectorOperator.Gt or NodeSelectorOperator.Lt when count != 1:
                errors.Add(FieldError.Required(values, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
                break;
            default:
                if (!NodeSelectorOperator.Values.Contains(requirement.Operator)) AddOperator(requirement, path, errors);
                break;
        }

        MetadataRules.LabelName(errors, path.Child("key"), requirement.Key);
        for (var i = 0; !allowInvalidValues && i < count; i++) FormatRules.LabelValue(errors, values.Index(i), requirement.Values[i]);
    }

    /// <summary>The one field there is is the node's name.</summary>
    private static void CheckField(NodeSelectorRequirement requirement, FieldPath path, FieldErrorList errors)
    {
        var values = path.Child("values");
        if (requirement.Operator is not (NodeSelectorOperator.In or NodeSelectorOperator.NotIn)) AddOperator(requirement, path, errors);
        else if (requirement.Values.Count != 1)
            errors.Add(FieldError.Required(values, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
        if (requirement.Key != "metadata.name")
            errors.Add(FieldError.Invalid(path.Child("key"), requirement.Key, "not a valid field selector key"));
        else
            for (var i = 0; i < requirement.Values.Count; i++) FormatRules.DnsSubdomain(errors, values.Index(i), requirement.Values[i]);
    }

    private static void AddOperator(NodeSelectorRequirement requirement, FieldPath path, FieldErrorList errors) =>
        errors.Add(FieldError.Invalid(
            path.Child("operator"), FieldValue.JsonString(requirement.Operator), "not a valid selector operator"));
}
