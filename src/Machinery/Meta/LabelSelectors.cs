using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Machinery.Meta;

/// <summary>Turns the API's label selectors into selectors that match.</summary>
public static class LabelSelectors
{
    extension(LabelSelector? selector)
    {
        /// <summary>The selector's content, free of the generated type; null for an absent selector.</summary>
        public LabelSelectorTerms? ToTerms() => selector is null ? null : new LabelSelectorTerms(
            selector.MatchLabels,
            selector.MatchExpressions.Select(term => new LabelSelectorTerm(term.Key, term.Operator, term.Values)).ToListOf());

        /// <summary>
        /// The selector to match with: an absent one selects nothing, an empty one everything. False, with what is wrong, when
        /// a term is not valid.
        /// </summary>
        public bool TryToSelector([NotNullWhen(true)] out Selector? made, [NotNullWhen(false)] out string? error) =>
            LabelSelectorTerms.TryToSelector(selector.ToTerms(), out made, out error);
    }
}
