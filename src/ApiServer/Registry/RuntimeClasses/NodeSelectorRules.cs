using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.RuntimeClasses;

/// <summary>Which nodes something is for. Upstream: <c>ValidateNodeSelector</c>.</summary>
internal static class NodeSelectorRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, NodeSelector selector)
    {
        var terms = path.Child("nodeSelectorTerms");
        if (selector.NodeSelectorTerms.IsEmpty)
            errors.Add(FieldError.Required(terms, "must have at least one node selector term"));
        for (var i = 0; i < selector.NodeSelectorTerms.Count; i++)
        {
            var term = selector.NodeSelectorTerms[i];
            for (var j = 0; j < term.MatchExpressions.Count; j++)
                Expression(errors, terms.Index(i).Child("matchExpressions").Index(j), term.MatchExpressions[j]);
            for (var j = 0; j < term.MatchFields.Count; j++)
                Field(errors, terms.Index(i).Child("matchFields").Index(j), term.MatchFields[j]);
        }
    }

    private static void Expression(FieldErrorList errors, FieldPath path, NodeSelectorRequirement requirement)
    {
        var (values, count) = (path.Child("values"), requirement.Values.Count);
        switch (requirement.Operator)
        {
            case "In" or "NotIn":
                if (count == 0) errors.Add(FieldError.Required(values, "must be specified when `operator` is 'In' or 'NotIn'"));
                break;
            case "Exists" or "DoesNotExist":
                if (count > 0) errors.Add(FieldError.Forbidden(values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                break;
            case "Gt" or "Lt":
                if (count != 1) errors.Add(FieldError.Required(values, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
                break;
            default:
                NoOperator(errors, path, requirement.Operator);
                break;
        }

        MetadataRules.LabelName(errors, path.Child("key"), requirement.Key);
        for (var i = 0; i < count; i++)
            errors.AddInvalid(values.Index(i), requirement.Values[i], QualifiedNames.IsValidLabelValue(requirement.Values[i]));
    }

    /// <summary>The only field of a node that is selected by is its name.</summary>
    private static void Field(FieldErrorList errors, FieldPath path, NodeSelectorRequirement requirement)
    {
        var values = path.Child("values");
        if (requirement.Operator is not ("In" or "NotIn")) NoOperator(errors, path, requirement.Operator);
        else if (requirement.Values.Count != 1)
            errors.Add(FieldError.Required(values, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
        if (requirement.Key != "metadata.name")
            errors.Add(FieldError.Invalid(path.Child("key"), requirement.Key, "not a valid field selector key"));
        else
            for (var i = 0; i < requirement.Values.Count; i++) FormatRules.DnsSubdomain(errors, values.Index(i), requirement.Values[i]);
    }

    private static void NoOperator(FieldErrorList errors, FieldPath path, string value) =>
        errors.Add(FieldError.Invalid(path.Child("operator"), FieldValue.JsonString(value), "not a valid selector operator"));
}
