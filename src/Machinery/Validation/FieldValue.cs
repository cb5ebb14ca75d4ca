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
    // Most values are fine: how one looks in a message is worked out when there is a message.
    private readonly string? _text;
    private readonly long _number;
    private readonly Form _form;

    private FieldValue(string? text, Form form = Form.Json)
    {
        _text = text;
        _form = form;
    }

    private FieldValue(long number)
    {
        _number = number;
        _form = Form.Number;
    }

    private enum Form : byte
    {
        /// <summary>Absent, or JSON text.</summary>
        Json,
        Omitted,
        Quoted,
        JsonString,
        Number,
    }

    /// <summary>An absent value: <c>null</c>.</summary>
    public static FieldValue Null => default;

    /// <summary>A value that is not shown: the error text has no value at all.</summary>
    public static FieldValue Omitted => new(null, Form.Omitted);

    public bool IsOmitted => _form == Form.Omitted;

    /// <summary>A value of any other type, given as its JSON text.</summary>
    public static FieldValue Json(string json) => new(json);

    /// <summary>A string whose type upstream is a named one (an enum, a UID): it is shown as JSON, not quoted as Go does.</summary>
    public static FieldValue JsonString(string? value) => value is null ? Null : new(value, Form.JsonString);

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
    public static implicit operator FieldValue(string? value) => value is null ? Null : new(value, Form.Quoted);

    public static implicit operator FieldValue(long value) => new(value);

    public static implicit operator FieldValue(bool value) => new(value ? "true" : "false");

    public static implicit operator FieldValue(double value) => new(FloatText.Of(value));

    public bool Equals(FieldValue other) => IsOmitted == other.IsOmitted && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _form switch
    {
        Form.Omitted => "",
        Form.Quoted => QuotedText.Of(_text!),
        Form.JsonString => QuotedText.Json(_text!),
        Form.Number => _number.ToString(CultureInfo.InvariantCulture),
        _ => _text ?? "null",
    };
}
