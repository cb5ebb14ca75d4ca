using System.Globalization;
using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Validation;

/// <summary>A rejected value as a field error shows it.</summary>
/// <remarks>
/// Upstream quotes plain strings as Go does, writes numbers and booleans plainly, and everything else (strings of a named
/// type, lists, structs, times) as JSON. The default value is JSON <c>null</c>.
/// </remarks>
public readonly record struct FieldValue
{
    private readonly string? _text;

    private FieldValue(string? text, bool isOmitted = false)
    {
        _text = text;
        IsOmitted = isOmitted;
    }

    /// <summary>An absent value: <c>null</c>.</summary>
    public static FieldValue Null => default;

    /// <summary>A value that is not shown: the error text has no value at all.</summary>
    public static FieldValue Omitted => new(null, isOmitted: true);

    public bool IsOmitted { get; }

    /// <summary>A value of any other type, given as its JSON text.</summary>
    public static FieldValue Json(string json) => new(json);

    /// <summary>A string whose type upstream is a named one (an enum, a UID): it is shown as JSON, not quoted as Go does.</summary>
    public static FieldValue JsonString(string? value) => value is null ? Null : new(QuotedText.Json(value));

    /// <summary>A list of strings, shown as JSON; an absent list is <c>null</c>.</summary>
    public static FieldValue JsonStrings(ListOf<string> values)
    {
        if (values.IsAbsent) return Null;
        var text = new StringBuilder("[");
        foreach (var value in values)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(QuotedText.Json(value));
        }

        return new(text.Append(']').ToString());
    }

    /// <summary>A time, shown as JSON; the zero time is <c>null</c>.</summary>
    public static FieldValue Of(Time? time) => time is { IsZero: false } given ? JsonString(given.ToString()) : Null;

    /// <inheritdoc cref="Of(Time?)"/>
    public static FieldValue Of(MicroTime? time) => time is { IsZero: false } given ? JsonString(given.ToString()) : Null;

    /// <summary>A plain string, quoted as Go does; null is the absent value.</summary>
    public static implicit operator FieldValue(string? value) => value is null ? Null : new(QuotedText.Of(value));

    public static implicit operator FieldValue(long value) => new(value.ToString(CultureInfo.InvariantCulture));

    public static implicit operator FieldValue(bool value) => new(value ? "true" : "false");

    public static implicit operator FieldValue(double value) => new(FloatText.Of(value));

    public override string ToString() => IsOmitted ? "" : _text ?? "null";
}
