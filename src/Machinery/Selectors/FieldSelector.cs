using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Selectors;

/// <summary>A field selector ready to match: terms that must all hold.</summary>
/// <remarks>Immutable, with value equality. Upstream: <c>fields.Selector</c>.</remarks>
public sealed class FieldSelector : IEquatable<FieldSelector>
{
    private readonly ListOf<FieldRequirement> _requirements;
    private readonly bool _matchesNothing;

    private FieldSelector(ListOf<FieldRequirement> requirements, bool matchesNothing = false)
    {
        _requirements = requirements;
        _matchesNothing = matchesNothing;
    }

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>Matches no object. Its text is empty, like that of <see cref="Everything"/>.</summary>
    public static FieldSelector Nothing { get; } = new([], matchesNothing: true);

    /// <summary>True when nothing is required: every object matches.</summary>
    public bool IsEmpty => _requirements.IsEmpty && !_matchesNothing;

    public ListOf<FieldRequirement> Requirements => _requirements;

    /// <summary>The selector of one term: the field has the value.</summary>
    public static FieldSelector Equal(string field, string value) => new([new(field, false, value)]);

    /// <summary>The selector of one term: the field has another value.</summary>
    public static FieldSelector NotEqual(string field, string value) => new([new(field, true, value)]);

    /// <summary>The selector of objects whose fields have all these values.</summary>
    public static FieldSelector FromSet(MapOf<string> fields) =>
        new(fields.Select(field => new FieldRequirement(field.Key, false, field.Value)).ToListOf());

    /// <summary>All of the selectors' terms together; with <see cref="Nothing"/> among them, nothing.</summary>
    public static FieldSelector And(params ReadOnlySpan<FieldSelector> selectors)
    {
        ListOf<FieldRequirement> requirements = [];
        foreach (var selector in selectors)
        {
            if (selector._matchesNothing) return Nothing;
            requirements = requirements.AddRange(selector._requirements.AsSpan());
        }

        return new(requirements);
    }

    /// <summary>
    /// Reads <c>a=b,c==d,e!=f</c>. Terms are put in the order of their texts, empty ones are skipped, and the first operator in a
    /// term splits it. Fields are not escaped, values are.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FieldSelector? selector, [NotNullWhen(false)] out string? error)
    {
        selector = null;
        error = null;
        var terms = FieldTerms.Split(text);
        terms.Sort(Utf8Order.Comparer);
        var requirements = new List<FieldRequirement>(terms.Count);
        foreach (var term in terms)
        {
            if (term.Length == 0) continue;
            if (!FieldTerms.TryRead(text, term, out var requirement, out error)) return false;
            requirements.Add(requirement);
        }

        selector = new(requirements.ToListOf());
        return true;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no selector; the message says why.</exception>
    public static FieldSelector Parse(string text) =>
        TryParse(text, out var selector, out var error) ? selector : throw new FormatException(error);

    /// <summary>The selector with every term rewritten; the first refusal is the error.</summary>
    public bool TryTransform(
        FieldTransform transform, [NotNullWhen(true)] out FieldSelector? selector, [NotNullWhen(false)] out string? error)
    {
        (selector, error) = (this, null);
        if (_matchesNothing) return true;
        var kept = new List<FieldRequirement>(_requirements.Count);
        foreach (var requirement in _requirements)
        {
            if (!transform(requirement, out var transformed, out var refusal))
            {
                (selector, error) = (null, refusal ?? "");
                return false;
            }

            if (transformed.Field.Length > 0 || transformed.Value.Length > 0)
                kept.Add(transformed with { IsNegated = requirement.IsNegated });
        }

        selector = new(kept.ToListOf());
        return true;
    }

    /// <summary>True when every term holds. Allocates nothing of its own.</summary>
    public bool Matches<TFields>(in TFields fields)
        where TFields : IFieldLookup, allows ref struct
    {
        if (_matchesNothing) return false;
        foreach (ref readonly var requirement in _requirements.AsSpan())
            if (fields.Get(requirement.Field) == requirement.Value == requirement.IsNegated) return false;
        return true;
    }

    /// <summary>The one value a matching object's field must have, if a term says so.</summary>
    public bool RequiresExactMatch(string field, [NotNullWhen(true)] out string? value)
    {
        value = null;
        foreach (ref readonly var requirement in _requirements.AsSpan())
        {
            if (requirement.IsNegated || requirement.Field != field) continue;
            value = requirement.Value;
            return true;
        }

        return false;
    }

    /// <summary>The form the parser reads: <c>a=b,e!=f</c>.</summary>
    public override string ToString() => string.Join(',', _requirements);

    public bool Equals(FieldSelector? other) =>
        other is not null && _matchesNothing == other._matchesNothing && _requirements == other._requirements;

    public override bool Equals(object? obj) => Equals(obj as FieldSelector);

    public override int GetHashCode() => HashCode.Combine(_matchesNothing, _requirements);
}
