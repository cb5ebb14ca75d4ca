using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Selectors;

/// <summary>One condition of a label selector: a key, an operator and values.</summary>
/// <remarks>
/// Made by <see cref="TryCreate"/>; the default value has an empty key and matches nothing that exists. Equal when key, operator
/// and values, in their order, are. Upstream: <c>labels.Requirement</c>.
/// </remarks>
public readonly record struct SelectorRequirement
{
    private readonly string? _key;

    internal SelectorRequirement(string key, SelectorOperator @operator, ListOf<string> values)
    {
        _key = key;
        Operator = @operator;
        Values = values;
        // A bound is read once here, not at every match; without values or with a malformed one nothing matches.
        if (IsComparison && values.Count == 1 && Integers.TryParse(values[0], out var bound)) Bound = bound;
    }

    public string Key => _key ?? "";

    public SelectorOperator Operator { get; }

    /// <summary>In the order given; a parsed selector has them sorted and without repeats.</summary>
    public ListOf<string> Values { get; }

    private long? Bound { get; }

    private bool IsComparison => Operator is SelectorOperator.GreaterThan or SelectorOperator.LessThan;

    /// <summary>
    /// Makes a requirement whose key and values are well-formed and whose values fit the operator; otherwise adds what is wrong to
    /// <paramref name="errors"/>, below <paramref name="path"/>.
    /// </summary>
    public static bool TryCreate(
        string key, SelectorOperator @operator, ListOf<string> values, FieldPath path, FieldErrorList errors,
        out SelectorRequirement requirement)
    {
        var before = errors.Count;
        LabelChecks.Key(errors, path.Child("key"), key);
        CheckValues(@operator, values, path.Child("values"), errors);
        for (var i = 0; i < values.Count; i++) LabelChecks.Value(errors, path.Child("values").Index(i), key, values[i]);
        requirement = new(key, @operator, values);
        return errors.Count == before;
    }

    /// <summary>Allocates nothing.</summary>
    public bool Matches(MapOf<string> labels)
    {
        var exists = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            SelectorOperator.In or SelectorOperator.Equals or SelectorOperator.DoubleEquals => exists && HasValue(value!),
            SelectorOperator.NotIn or SelectorOperator.NotEquals => !exists || !HasValue(value!),
            SelectorOperator.Exists => exists,
            SelectorOperator.DoesNotExist => !exists,
            SelectorOperator.GreaterThan => exists && Bound is { } low && Integers.TryParse(value, out var number) && number > low,
            SelectorOperator.LessThan => exists && Bound is { } high && Integers.TryParse(value, out var number) && number < high,
            _ => false,
        };
    }

    /// <summary>The form the parser reads: <c>key in (a,b)</c>, <c>key=a</c>, <c>!key</c>, with the values in sorted order.</summary>
    public override string ToString() => Operator switch
    {
        SelectorOperator.Exists => Key,
        SelectorOperator.DoesNotExist => "!" + Key,
        SelectorOperator.In or SelectorOperator.NotIn => $"{Key} {Operator.ToText()} ({SortedValues()})",
        SelectorOperator.GreaterThan => $"{Key}>{SortedValues()}",
        SelectorOperator.LessThan => $"{Key}<{SortedValues()}",
        _ => $"{Key}{Operator.ToText()}{SortedValues()}",
    };

    private bool HasValue(string value)
    {
        foreach (var candidate in Values)
            if (candidate == value) return true;
        return false;
    }

    private string SortedValues()
    {
        if (Values.Count == 1) return Values[0];
        var sorted = Values.AsSpan().ToArray();
        Array.Sort(sorted, Utf8Order.Comparer);
        return string.Join(',', sorted);
    }

    private static void CheckValues(SelectorOperator @operator, ListOf<string> values, FieldPath path, FieldErrorList errors)
    {
        var problem = @operator switch
        {
            SelectorOperator.In or SelectorOperator.NotIn =>
                values.IsEmpty ? "for 'in', 'notin' operators, values set can't be empty" : null,
            SelectorOperator.Equals or SelectorOperator.DoubleEquals or SelectorOperator.NotEquals =>
                values.Count != 1 ? "exact-match compatibility requires one single value" : null,
            SelectorOperator.Exists or SelectorOperator.DoesNotExist =>
                values.IsEmpty ? null : "values set must be empty for exists and does not exist",
            _ => values.Count != 1 ? "for 'Gt', 'Lt' operators, exactly one value is required" : null,
        };
        if (problem is not null) errors.Add(FieldError.Invalid(path, FieldValue.JsonStrings(values), problem));
        if (@operator is not (SelectorOperator.GreaterThan or SelectorOperator.LessThan)) return;
        for (var i = 0; i < values.Count; i++)
            if (!Integers.TryParse(values[i], out _))
                errors.Add(FieldError.Invalid(path.Index(i), values[i], "for 'Gt', 'Lt' operators, the value must be an integer"));
    }
}
