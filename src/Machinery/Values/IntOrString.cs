using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kybernet.Machinery.Values;

/// <summary>
/// A 32-bit integer or a string: a port by number or name, a count or a percentage (upstream's <c>intstr.IntOrString</c>).
/// The default value is the integer 0.
/// </summary>
public readonly record struct IntOrString
{
    private readonly string? _text;
    private readonly int _number;

    private IntOrString(int number, string? text)
    {
        _number = number;
        _text = text;
    }

    public IntOrStringType Type => _text is null ? IntOrStringType.Int : IntOrStringType.String;

    /// <summary>The integer; 0 for a string.</summary>
    public int IntVal => _number;

    /// <summary>The string; empty for an integer.</summary>
    public string StrVal => _text ?? "";

    public static IntOrString FromInt32(int value) => new(value, null);

    public static IntOrString FromString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(0, value);
    }

    /// <summary>The integer the text is, when it is one of 32 bits, and the string otherwise.</summary>
    public static IntOrString Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var isInt32 = GoInteger.Parse(text, out var value) == GoIntegerError.None && value == (int)value;
        return isInt32 ? FromInt32((int)value) : FromString(text);
    }

    /// <summary>The integer, or the one the string is: 0 when it is none, the nearest when it is beyond 64 bits.</summary>
    public long IntValue()
    {
        if (_text is null) return _number;
        GoInteger.Parse(_text, out var value);
        return value;
    }

    /// <summary>
    /// The integer as it is, or the percentage of <paramref name="total"/>, rounded up or down. A string that is no
    /// percentage is an error, with upstream's message.
    /// </summary>
    public bool TryGetScaledValue(long total, bool roundUp, out long value, [NotNullWhen(false)] out string? error)
    {
        value = _number;
        error = null;
        if (_text is null) return true;
        if (!_text.EndsWith('%'))
        {
            error = "invalid value for IntOrString: invalid type: string is not a percentage";
            return false;
        }

        var number = _text[..^1];
        var fault = GoInteger.Parse(number, out var percent);
        if (fault != GoIntegerError.None)
        {
            var reason = $"strconv.Atoi: parsing {GoQuote.Text(number)}: {fault.Message}";
            error = $"invalid value for IntOrString: invalid value {GoQuote.Text(_text)}: {reason}";
            return false;
        }

        var scaled = (double)percent * total / 100;
        value = (long)(roundUp ? Math.Ceiling(scaled) : Math.Floor(scaled));
        return true;
    }

    /// <summary>The string, or the integer in decimal.</summary>
    public override string ToString() => _text ?? _number.ToString(CultureInfo.InvariantCulture);

    public static implicit operator IntOrString(int value) => FromInt32(value);

    public static implicit operator IntOrString(string value) => FromString(value);
}
