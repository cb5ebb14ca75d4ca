using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>Reads quantities (upstream's <c>ParseQuantity</c>).</summary>
internal static class QuantityParser
{
    /// <summary>
    /// Amounts of this many digits before the point, or more, are refused. Upstream takes any, and then needs memory for all the digits
    /// of <c>1e999999999</c> as soon as it compares it with another.
    /// </summary>
    public const int MaxDigits = 1024;

    private const int Nano = -9;

    public static QuantityParseError Parse(ReadOnlySpan<byte> text, out Quantity quantity)
    {
        quantity = default;
        if (text.IsEmpty || !QuantityText.TrySplit(text, out var parts)) return QuantityParseError.FormatWrong;
        if (!QuantitySuffix.TryParse(parts.Suffix, out var suffix)) return QuantityParseError.Suffix;
        var isBinary = suffix.Format == QuantityFormat.BinarySI;
        var digits = (long)parts.Number.Length + parts.Fraction.Length;
        var scale = isBinary ? 0 : (long)suffix.Exponent - parts.Fraction.Length;
        if (!FitsInteger(parts, suffix) || scale < Nano) return QuantityDecimalParser.Parse(parts, suffix, out quantity);

        var value = ReadDigits(parts.Fraction, ReadDigits(parts.Number, 0));
        if (value != 0 && digits + scale > MaxDigits) return QuantityParseError.Numeric;
        var text64 = IsKept(parts, suffix, scale, value) ? Encoding.ASCII.GetString(text) : null;
        if (isBinary) value <<= suffix.Exponent;
        quantity = new(parts.IsNegative ? -value : value, (int)scale, suffix.Format, text64);
        return QuantityParseError.None;
    }

    /// <summary>
    /// True when upstream holds the amount as an integer. Its estimate for binary suffixes takes 2^(10n) for 3n digits, and so
    /// leaves out some amounts that would fit.
    /// </summary>
    private static bool FitsInteger(in QuantityText parts, QuantitySuffix suffix) => suffix.Format == QuantityFormat.BinarySI
        ? parts.Fraction.IsEmpty && parts.Number.Length + (suffix.Exponent * 3 / 10) <= 14
        : (long)parts.Number.Length + parts.Fraction.Length <= ScaledInt64.MaxPower;

    private static long ReadDigits(ReadOnlySpan<byte> digits, long value)
    {
        foreach (var digit in digits) value = value * 10 + (digit - '0');
        return value;
    }

    /// <summary>
    /// True when the text is written back as it is and differs from the canonical form. Upstream keeps a text when its value
    /// needs no conversion, which it takes from the digits alone: a sign, leading zeros, a point and the spelling of the
    /// exponent stay.
    /// </summary>
    private static bool IsKept(in QuantityText parts, QuantitySuffix suffix, long scale, long value)
    {
        if (parts.IsPlain && suffix.IsCanonical) return false;
        if (suffix.Format == QuantityFormat.BinarySI) return (value & 7) != 0;
        if (scale % 3 != 0 || parts.Number[0] == '0') return false;
        var zeros = parts.Fraction.Length - parts.Fraction.TrimEnd((byte)'0').Length;
        if (zeros == parts.Fraction.Length) zeros += parts.Number.Length - parts.Number.TrimEnd((byte)'0').Length;
        return zeros < 3;
    }
}
