using System.Globalization;
using System.Numerics;

namespace Kybernet.Machinery.Values;

/// <summary>Reads the quantities that are held as decimals of nine places, rounded up (away from zero).</summary>
internal static class QuantityDecimalParser
{
    private const int Places = 9;

    public static QuantityParseError Parse(in QuantityText parts, QuantitySuffix suffix, out Quantity quantity)
    {
        quantity = default;
        if (!parts.HasDigits) return QuantityParseError.Numeric;
        if (parts.Number[0] == '0' && parts.Fraction.IndexOfAnyExcept((byte)'0') < 0)
        {
            // Zero is not rounded to nine places: sums take its places over.
            var power = suffix.Format == QuantityFormat.BinarySI ? 0 : (long)suffix.Exponent;
            var exponent = (int)Math.Clamp(power - parts.Fraction.Length, -QuantityParser.MaxDigits, QuantityParser.MaxDigits);
            quantity = Quantity.NewDecimal(Int128.Zero, exponent, exponent, suffix.Format);
            return QuantityParseError.None;
        }

        return suffix.Format == QuantityFormat.BinarySI
            ? ParseBinary(parts, suffix.Exponent, out quantity)
            : ParseDecimal(parts, suffix, out quantity);
    }

    /// <summary>
    /// A binary amount is capped at the largest 64-bit integer, and one below 1 changes to decimal notation so that it is not
    /// rounded to 1.
    /// </summary>
    private static QuantityParseError ParseBinary(in QuantityText parts, int power, out Quantity quantity)
    {
        const int MaxNumber = 19;
        var nanos = parts.Number.Length > MaxNumber ? MaxNanos + 1
            : parts.Number.Length + parts.Fraction.Length <= MaxNumber ? BinaryNanos(parts, power)
            : BinaryNanosOfMany(parts, power);
        if (nanos > MaxNanos)
        {
            quantity = Quantity.NewDecimal(parts.IsNegative ? -long.MaxValue : long.MaxValue, 0, 0, QuantityFormat.BinarySI);
            return QuantityParseError.None;
        }

        var format = nanos < (Int128)ScaledInt64.Pow10(Places) ? QuantityFormat.DecimalSI : QuantityFormat.BinarySI;
        quantity = Quantity.NewDecimal(parts.IsNegative ? -nanos : nanos, -Places, -Places, format);
        return QuantityParseError.None;
    }

    private static Int128 MaxNanos => (Int128)long.MaxValue * ScaledInt64.Pow10(Places);

    /// <summary>The amount in billionths for up to 19 digits: times 2^60 they stay below 2^124.</summary>
    private static Int128 BinaryNanos(in QuantityText parts, int power)
    {
        UInt128 amount = 0;
        foreach (var digit in parts.Number) amount = amount * 10 + (uint)(digit - '0');
        foreach (var digit in parts.Fraction) amount = amount * 10 + (uint)(digit - '0');
        amount <<= power;
        UInt128 unit = 1;
        for (var i = 0; i < parts.Fraction.Length; i++) unit *= 10;
        if (amount > unit * long.MaxValue) return MaxNanos + 1;
        var nano = (UInt128)ScaledInt64.Pow10(Places);
        return (Int128)(unit <= nano ? amount * (nano / unit) : (amount + (unit / nano) - 1) / (unit / nano));
    }

    /// <summary>
    /// The same for any number of digits. With the first 69 places of the fraction the amount in billionths is a multiple of
    /// 5^-60, as 2^60 × 10^9 = 2^69 × 5^9, and what the further places add is less than that: they can't reach the next
    /// billionth, so it is enough to know whether they are all zero.
    /// </summary>
    private static Int128 BinaryNanosOfMany(in QuantityText parts, int power)
    {
        const int Kept = 69;
        var kept = parts.Fraction[..Math.Min(Kept, parts.Fraction.Length)];
        var amount = ReadDigits(kept, ReadDigits(parts.Number, 0)) << power;
        var nanos = BigInteger.DivRem(amount * BigInteger.Pow(10, Places), BigInteger.Pow(10, kept.Length), out var rest);
        var isExact = rest.IsZero && parts.Fraction[kept.Length..].IndexOfAnyExcept((byte)'0') < 0;
        if (!isExact) nanos++;
        return nanos > MaxNanos ? MaxNanos + 1 : (Int128)nanos;
    }

    private static BigInteger ReadDigits(ReadOnlySpan<byte> digits, BigInteger value)
    {
        foreach (var digit in digits) value = value * 10 + (digit - '0');
        return value;
    }

    private static QuantityParseError ParseDecimal(in QuantityText parts, QuantitySuffix suffix, out Quantity quantity)
    {
        quantity = default;
        var number = parts.Number[0] == '0' ? default : parts.Number;
        var fraction = number.IsEmpty ? parts.Fraction.TrimStart((byte)'0') : parts.Fraction;
        // The amount is 0.d₁d₂d₃… × 10^point, with d₁ not zero.
        var point = (long)suffix.Exponent + number.Length - (parts.Fraction.Length - fraction.Length);
        if (point > QuantityParser.MaxDigits) return QuantityParseError.Numeric;
        var count = (int)Math.Max(0, point + Places);
        Span<char> digits = stackalloc char[QuantityParser.MaxDigits + Places];
        digits = digits[..count];
        digits.Fill('0');
        var isExact = Copy(number, digits) & Copy(fraction, digits[Math.Min(count, number.Length)..]);
        var nanos = count == 0 ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (!isExact) nanos++;
        quantity = Quantity.NewDecimal(parts.IsNegative ? -nanos : nanos, -Places, suffix.Format);
        return QuantityParseError.None;
    }

    /// <summary>Copies the digits there is room for; false when another that is not zero is left.</summary>
    private static bool Copy(ReadOnlySpan<byte> digits, Span<char> room)
    {
        var count = Math.Min(digits.Length, room.Length);
        for (var i = 0; i < count; i++) room[i] = (char)digits[i];
        return digits[count..].IndexOfAnyExcept((byte)'0') < 0;
    }
}
