using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>Validation of the API's label selector. Upstream: <c>ValidateLabelSelector</c> of <c>apis/meta/v1/validation</c>.</summary>
public static class LabelSelectorRules
{
    /// <summary>Checks every label, key, operator and value; an absent selector passes.</summary>
    /// <param name="errors">Where errors go.</param>
    /// <param name="path">The selector's path.</param>
    /// <param name="terms">The selector's content.</param>
    /// <param name="allowInvalidValues">Values of expressions go unchecked: for objects that were stored before they were checked.</param>
    /// <param name="allowUnknownOperators">Operators go unchecked: for reviews, whose answer does not depend on them.</param>
    public static void Validate(
        FieldErrorList errors, FieldPath path, LabelSelectorTerms? terms,
        bool allowInvalidValues = false, bool allowUnknownOperators = false)
    {
        if (terms is not { } present) return;
        MetadataRules.Labels(errors, path.Child("matchLabels"), present.MatchLabels);
        for (var i = 0; i < present.MatchExpressions.Count; i++)
        {
            var term = present.MatchExpressions[i];
            Validate(errors, path.Child("matchExpressions").Index(i), term, allowInvalidValues, allowUnknownOperators);
        }
    }

    private static void Validate(
        FieldErrorList errors, FieldPath path, LabelSelectorTerm term, bool allowInvalidValues, bool allowUnknownOperators)
    {
        switch (term.Operator)
        {
            case "In" or "NotIn":
                if (term.Values.IsEmpty)
                    errors.Add(FieldError.Required(path.Child("values"), "must be specified when `operator` is 'In' or 'NotIn'"));
                break;
            case "Exists" or "DoesNotExist":
                if (!term.Values.IsEmpty)
                    errors.Add(FieldError.Forbidden(
                        path.Child("values"), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
                break;
            default:
                if (!allowUnknownOperators)
                    errors.Add(FieldError.Invalid(
                        path.Child("operator"), FieldValue.JsonString(term.Operator), "not a valid selector operator"));
                break;
        }

        MetadataRules.LabelName(errors, path.Child("key"), term.Key);
        if (allowInvalidValues) return;
        for (var i = 0; i < term.Values.Count; i++)
            errors.AddInvalid(path.Child("values").Index(i), term.Values[i], QualifiedNames.IsValidLabelValue(term.Values[i]));
    }
}
