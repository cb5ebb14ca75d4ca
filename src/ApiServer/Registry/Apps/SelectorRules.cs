using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>By which labels a workload finds its pods; it makes none that it would not find.</summary>
internal static class SelectorRules
{
    /// <summary>A selector that selects something. An absent one is the schema's business.</summary>
    /// <param name="kind">What the error calls the workload.</param>
    public static void NotEmpty(
        FieldErrorList errors, FieldPath path, LabelSelector? selector, string kind, bool allowInvalidValues = false)
    {
        if (selector is null) return;
        LabelSelectorRules.Validate(errors, path, selector.ToTerms(), allowInvalidValues);
        if (selector.MatchLabels.IsEmpty && selector.MatchExpressions.IsEmpty)
            errors.Reject(path, ImmutableRules.Shown(selector), $"empty selector is invalid for {kind}");
    }

    /// <summary>The selector selects the pods made of the template. False when it is no selector, for which nothing is reported.</summary>
    /// <param name="path">The path of the template.</param>
    public static bool MatchesTemplate(FieldErrorList errors, FieldPath path, LabelSelector? selector, MapOf<string> labels)
    {
        if (!selector.TryToSelector(out var made, out _)) return false;
        if (!made.IsEmpty && !made.Matches(labels))
            errors.Reject(
                path.Child("metadata").Child("labels"), labels.IsEmpty ? FieldValue.Null : ImmutableRules.Shown(labels),
                "`selector` does not match template `labels`");
        return true;
    }

    /// <summary>True when an expression compares with a value that no label can have.</summary>
    public static bool HasInvalidValues(LabelSelector? selector) =>
        selector is not null && selector.MatchExpressions.Any(expression =>
            expression.Values.Any(value => !QualifiedNames.IsValidLabelValue(value).IsEmpty));
}
