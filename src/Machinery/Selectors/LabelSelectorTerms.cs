using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>The content of the API's label selector, free of the generated type. Upstream: <c>apis/meta/v1/helpers.go</c>.</summary>
public readonly record struct LabelSelectorTerms(MapOf<string> MatchLabels, ListOf<LabelSelectorTerm> MatchExpressions)
{
    /// <summary>Makes the selector to match with. No terms at all (null) select nothing, empty terms everything.</summary>
    /// <param name="terms">The content of the API's selector; null when the selector is absent.</param>
    /// <param name="selector">The selector made.</param>
    /// <param name="error">What is wrong with the first term that is.</param>
    public static bool TryToSelector(
        LabelSelectorTerms? terms, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? error)
    {
        (selector, error) = (Selector.Nothing, null);
        if (terms is not { } present) return true;
        var requirements = new List<SelectorRequirement>(present.MatchLabels.Count + present.MatchExpressions.Count);
        foreach (var (key, value) in present.MatchLabels)
            if (!TryAdd(requirements, key, SelectorOperator.Equals, [value], out error)) return Refuse(out selector);
        foreach (var term in present.MatchExpressions)
        {
            if (OperatorOf(term.Operator) is not { } @operator)
            {
                error = $"{QuotedText.Of(term.Operator)} is not a valid label selector operator";
                return Refuse(out selector);
            }

            // An empty list counts as absent: messages show it as null.
            if (!TryAdd(requirements, term.Key, @operator, term.Values.IsEmpty ? default : term.Values, out error))
                return Refuse(out selector);
        }

        selector = Selector.Everything.Add([.. requirements]);
        return true;
    }

    /// <summary>Reads a selector's text into terms: <c>=</c> becomes a label to match, everything else an expression.</summary>
    public static bool TryParse(string text, out LabelSelectorTerms terms, [NotNullWhen(false)] out string? error)
    {
        (terms, error) = (new(MapOf<string>.Empty, []), null);
        if (!Selector.TryParse(text, out var selector, out var problem))
        {
            error = $"couldn't parse the selector string \"{text}\": {problem}";
            return false;
        }

        foreach (var requirement in selector.Requirements)
        {
            if (requirement.Operator is SelectorOperator.Equals or SelectorOperator.DoubleEquals)
            {
                terms = terms with { MatchLabels = terms.MatchLabels.SetItem(requirement.Key, requirement.Values[0]) };
                continue;
            }

            if (NameOf(requirement.Operator) is not { } name)
            {
                error = $"\"{requirement.Operator.ToText()}\" isn't supported in label selectors";
                return false;
            }

            terms = terms with { MatchExpressions = terms.MatchExpressions.Add(new(requirement.Key, name, requirement.Values)) };
        }

        return true;
    }

    /// <summary>
    /// What tables show: the selector's text, <c>&lt;none&gt;</c> when it is empty, <c>&lt;error&gt;</c> when it is malformed.
    /// </summary>
    public static string Format(LabelSelectorTerms? terms)
    {
        if (!TryToSelector(terms, out var selector, out _)) return "<error>";
        return selector.ToString() is { Length: > 0 } text ? text : "<none>";
    }

    private static bool TryAdd(
        List<SelectorRequirement> requirements, string key, SelectorOperator @operator, ListOf<string> values,
        [NotNullWhen(false)] out string? error)
    {
        var errors = new FieldErrorList();
        var isValid = SelectorRequirement.TryCreate(key, @operator, values, FieldPath.None, errors, out var requirement);
        requirements.Add(requirement);
        error = isValid ? null : errors.Aggregate();
        return isValid;
    }

    private static bool Refuse(out Selector? selector)
    {
        selector = null;
        return false;
    }

    private static SelectorOperator? OperatorOf(string name) => name switch
    {
        "In" => SelectorOperator.In,
        "NotIn" => SelectorOperator.NotIn,
        "Exists" => SelectorOperator.Exists,
        "DoesNotExist" => SelectorOperator.DoesNotExist,
        _ => null,
    };

    private static string? NameOf(SelectorOperator @operator) => @operator switch
    {
        SelectorOperator.In => "In",
        SelectorOperator.NotIn => "NotIn",
        SelectorOperator.Exists => "Exists",
        SelectorOperator.DoesNotExist => "DoesNotExist",
        _ => null,
    };
}
