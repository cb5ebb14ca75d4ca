using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>A label selector ready to match: requirements that must all hold, in the order of their keys.</summary>
/// <remarks>Immutable, with value equality. Upstream: <c>labels.Selector</c>.</remarks>
public sealed class Selector : IEquatable<Selector>
{
    private readonly ListOf<SelectorRequirement> _requirements;

    private Selector(ListOf<SelectorRequirement> requirements, bool matchesNothing = false)
    {
        _requirements = requirements;
        MatchesNothing = matchesNothing;
    }

    /// <summary>Matches all labels.</summary>
    public static Selector Everything { get; } = new([]);

    /// <summary>Matches no labels. Its text is empty, like that of <see cref="Everything"/>.</summary>
    public static Selector Nothing { get; } = new([], matchesNothing: true);

    /// <summary>True for <see cref="Nothing"/> only; requirements that contradict each other are not looked for.</summary>
    public bool MatchesNothing { get; }

    /// <summary>True when nothing is required: every object matches.</summary>
    public bool IsEmpty => _requirements.IsEmpty && !MatchesNothing;

    /// <summary>The requirements; none for <see cref="Nothing"/> too.</summary>
    public ListOf<SelectorRequirement> Requirements => _requirements;

    /// <summary>Reads <c>a=b,c in (d,e),!f,g&gt;1</c>. The empty string selects everything.</summary>
    /// <param name="text">The selector.</param>
    /// <param name="path">Where the selector stands, for errors in its keys and values; <see cref="FieldPath.None"/> in a query.</param>
    /// <param name="selector">The selector read.</param>
    /// <param name="error">What is wrong, in upstream's words.</param>
    public static bool TryParse(
        string text, FieldPath path, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? error)
    {
        var requirements = new SelectorParser(text, path).Parse(out error);
        selector = requirements is null ? null : Of(requirements);
        return selector is not null;
    }

    /// <inheritdoc cref="TryParse(string, FieldPath, out Selector?, out string?)"/>
    public static bool TryParse(string text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out string? error) =>
        TryParse(text, FieldPath.None, out selector, out error);

    /// <inheritdoc cref="TryParse(string, FieldPath, out Selector?, out string?)"/>
    /// <exception cref="FormatException">The text is no selector; the message says why.</exception>
    public static Selector Parse(string text) =>
        TryParse(text, out var selector, out var error) ? selector : throw new FormatException(error);

    /// <summary>
    /// The selector of objects that have all of <paramref name="labels"/>, which are not validated. No labels select everything.
    /// </summary>
    public static Selector FromSet(MapOf<string> labels)
    {
        if (labels.IsEmpty) return Everything;
        var requirements = new SelectorRequirement[labels.Count];
        for (var i = 0; i < requirements.Length; i++)
        {
            var (key, value) = labels.AsSpan()[i];
            requirements[i] = new(key, SelectorOperator.Equals, [value]);
        }

        return new(ListOf<SelectorRequirement>.Adopt(requirements));
    }

    /// <summary>As <see cref="FromSet"/>, for labels that may be malformed: the first malformed one is reported.</summary>
    public static bool TryFromSet(MapOf<string> labels, [NotNullWhen(true)] out Selector? selector, FieldErrorList errors)
    {
        selector = null;
        foreach (var (key, value) in labels)
            if (!SelectorRequirement.TryCreate(key, SelectorOperator.Equals, [value], FieldPath.None, errors, out _)) return false;
        selector = FromSet(labels);
        return true;
    }

    /// <summary>The selector that demands these requirements too. <see cref="Nothing"/> stays itself.</summary>
    public Selector Add(params ReadOnlySpan<SelectorRequirement> requirements) =>
        MatchesNothing || requirements.IsEmpty ? this : Of(_requirements.AddRange(requirements));

    /// <summary>True when every requirement holds. Allocates nothing.</summary>
    public bool Matches(MapOf<string> labels)
    {
        if (MatchesNothing) return false;
        foreach (ref readonly var requirement in _requirements.AsSpan())
            if (!requirement.Matches(labels)) return false;
        return true;
    }

    /// <summary>The one value a matching object's label must have, if the first requirement on the label says so.</summary>
    public bool RequiresExactMatch(string label, [NotNullWhen(true)] out string? value)
    {
        value = null;
        foreach (ref readonly var requirement in _requirements.AsSpan())
        {
            if (requirement.Key != label) continue;
            var isExact = requirement.Operator is SelectorOperator.Equals or SelectorOperator.DoubleEquals or SelectorOperator.In;
            if (isExact && requirement.Values.Count == 1) value = requirement.Values[0];
            return value is not null;
        }

        return false;
    }

    /// <summary>The form the parser reads, requirements in the order of their keys: <c>a=b,c in (d,e),!f</c>.</summary>
    public override string ToString() => string.Join(',', _requirements);

    public bool Equals(Selector? other) =>
        other is not null && MatchesNothing == other.MatchesNothing && _requirements == other._requirements;

    public override bool Equals(object? obj) => Equals(obj as Selector);

    public override int GetHashCode() => HashCode.Combine(MatchesNothing, _requirements);

    /// <summary>Requirements on the same key keep their order.</summary>
    private static Selector Of(IEnumerable<SelectorRequirement> requirements) =>
        new(requirements.OrderBy(requirement => requirement.Key, Utf8Order.Comparer).ToListOf());
}
