using Kybernet.Cli.Printers.JsonPaths;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Cli.Printers;

/// <summary>Sorts by a field: <c>--sort-by</c>. Upstream: kubectl/pkg/cmd/get/sorter.go.</summary>
internal sealed class FieldOrder : IComparer<JsonValue>
{
    private readonly PathTemplate _path;
    private readonly string _field;

    public FieldOrder(string field)
    {
        _field = JsonPathParser.Relaxed(field);
        _path = new(_field);
    }

    /// <summary>The objects in order; those that are equal as they were.</summary>
    /// <param name="values">Objects, or what has them.</param>
    /// <param name="objectOf">The object of one.</param>
    /// <exception cref="CliException">None of the objects has the field.</exception>
    public IReadOnlyList<JsonValue> Sort(IReadOnlyList<JsonValue> values, Func<JsonValue, JsonValue> objectOf)
    {
        var keys = values.Select(value => _path.Find(objectOf(value)) is [var first, ..] ? first : default).ToList();
        if (values.Count > 0 && keys.All(static key => key.IsNull))
            throw new CliException($"couldn't find any field with path \"{_field}\" in the list of objects");
        return [.. keys.Zip(values).OrderBy(static pair => pair.First, this).Select(static pair => pair.Second)];
    }

    public int Compare(JsonValue x, JsonValue y)
    {
        if (x.IsNull || y.IsNull) return (x.IsNull ? 0 : 1) - (y.IsNull ? 0 : 1);
        if (x.AsDouble() is { } one && y.AsDouble() is { } other) return one.CompareTo(other);
        if (x.AsBool() is { } left && y.AsBool() is { } right) return left.CompareTo(right);
        var (a, b) = (JsonText.Plain(x), JsonText.Plain(y));
        return Quantity.TryParse(a, out var first) && Quantity.TryParse(b, out var second) ? first.CompareTo(second) : Natural(a, b);
    }

    /// <summary>Digits count as numbers.</summary>
    private static int Natural(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        while (!a.IsEmpty && !b.IsEmpty)
        {
            if (char.IsAsciiDigit(a[0]) && char.IsAsciiDigit(b[0]))
            {
                var one = Digits(ref a);
                var other = Digits(ref b);
                var order = one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);
                if (order != 0) return order;
                continue;
            }

            if (a[0] != b[0]) return a[0].CompareTo(b[0]);
            a = a[1..];
            b = b[1..];
        }

        return a.Length.CompareTo(b.Length);
    }

    private static ReadOnlySpan<char> Digits(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text[..end];
        text = text[digits.Length..];
        var zeros = digits.IndexOfAnyExcept('0');
        return zeros < 0 ? "0" : digits[zeros..];
    }
}
