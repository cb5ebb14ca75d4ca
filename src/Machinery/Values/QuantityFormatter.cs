using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>Writes amounts in canonical form (upstream's <c>CanonicalizeBytes</c>).</summary>
internal static class QuantityFormatter
{
    /// <summary>Sign, the 21 digits of a 64-bit integer times 100, and <c>e-2147483648</c>; or a 128-bit integer below 10^38.</summary>
    private const int MaxLength = 48;

    public static int MaxLengthOf(int scale, QuantityFormat format) => MaxLength + ExpandedZeros(scale, format);

    public static int MaxLengthOf(BigAmount amount, QuantityFormat format) =>
        (int)(BigInteger.Abs(amount.Unscaled).GetBitLength() * 0.30103) + MaxLength + ExpandedZeros(amount.Exponent, format);

    public static bool TryFormat(long value, int scale, QuantityFormat format, bool isDecimal, Span<byte> utf8, out int written)
    {
        written = 0;
        if (value == 0) return TryAppend("0"u8, utf8, ref written);
        if (value < 0 && !TryAppend("-"u8, utf8, ref written)) return false;
        UInt128 magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        if (format == QuantityFormat.BinarySI)
        {
            if (TryGetInteger(value, scale, out var integer))
            {
                // Upstream finds no factors of 1024 in the integer kind's most negative number: it has no positive counterpart.
                var factors = isDecimal || value != long.MinValue ? (int)UInt128.TrailingZeroCount(integer) / 10 : 0;
                return TryAppendNumber(integer >> (10 * factors), utf8, ref written) && TryAppend(BinarySuffix(factors), utf8, ref written);
            }

            if (scale > ScaledInt64.MaxPower) return TryFormat(new BigAmount(value, scale), format, utf8, out written);
            format = QuantityFormat.DecimalSI;
        }

        var (number, exponent) = Canonical(magnitude, scale);
        return TryAppendNumber(number, utf8, ref written) && TryAppendExponent(exponent, format, utf8, ref written);
    }

    public static bool TryFormat(BigAmount amount, QuantityFormat format, Span<byte> utf8, out int written)
    {
        written = 0;
        if (amount.Sign < 0 && !TryAppend("-"u8, utf8, ref written)) return false;
        if (format == QuantityFormat.BinarySI)
        {
            if (amount.AsInteger() is { } integer && BigInteger.Abs(integer) is var whole && whole >= 1024)
            {
                var factors = (int)BigInteger.TrailingZeroCount(whole) / 10;
                return TryAppendNumber(whole >> (10 * factors), utf8, ref written) && TryAppend(BinarySuffix(factors), utf8, ref written);
            }

            format = QuantityFormat.DecimalSI;
        }

        var digits = BigInteger.Abs(amount.Unscaled).ToString(CultureInfo.InvariantCulture);
        var significant = digits.AsSpan().TrimEnd('0');
        var exponent = amount.Exponent + digits.Length - significant.Length;
        var padding = ((exponent % 3) + 3) % 3;
        if (!Encoding.ASCII.TryGetBytes(significant, utf8[written..], out var count)) return false;
        written += count;
        return TryAppend("00"u8[..padding], utf8, ref written) && TryAppendExponent(exponent - padding, format, utf8, ref written);
    }

    /// <summary>The zeros an exponent becomes: binary notation has no decimal exponent.</summary>
    private static int ExpandedZeros(int scale, QuantityFormat format) =>
        format == QuantityFormat.BinarySI ? Math.Clamp(scale, 0, BigAmount.MaxSpan) : 0;

    /// <summary>The amount's magnitude as an integer of at least 1024; false when it is none, or is beyond 10^38.</summary>
    private static bool TryGetInteger(long value, int scale, out UInt128 integer)
    {
        integer = 0;
        if (scale > ScaledInt64.MaxPower) return false;
        if (scale < 0)
        {
            value = ScaledInt64.ScaleDown(value, -(long)scale, out var exact);
            if (!exact) return false;
            scale = 0;
        }

        integer = (UInt128)Int128.Abs(value) * (UInt128)ScaledInt64.Pow10(scale);
        return integer >= 1024;
    }

    /// <summary>Moves factors of ten into the exponent as far as it stays a multiple of three.</summary>
    private static (UInt128 Number, int Exponent) Canonical(UInt128 magnitude, int exponent)
    {
        var number = (ulong)magnitude;
        while (number % 10 == 0)
        {
            number /= 10;
            exponent++;
        }

        return (exponent % 3) switch
        {
            0 => (number, exponent),
            1 or -2 => ((UInt128)number * 10, exponent - 1),
            _ => ((UInt128)number * 100, exponent - 2),
        };
    }

    private static bool TryAppendNumber(UInt128 number, Span<byte> utf8, ref int written)
    {
        int count;
        var formatted = number <= ulong.MaxValue
            ? Utf8Formatter.TryFormat((ulong)number, utf8[written..], out count)
            : number.TryFormat(utf8[written..], out count, default, CultureInfo.InvariantCulture);
        written += count;
        return formatted;
    }

    private static bool TryAppendNumber(BigInteger number, Span<byte> utf8, ref int written)
    {
        var formatted = Encoding.ASCII.TryGetBytes(number.ToString(CultureInfo.InvariantCulture), utf8[written..], out var count);
        written += count;
        return formatted;
    }

    private static bool TryAppendExponent(int exponent, QuantityFormat format, Span<byte> utf8, ref int written)
    {
        if (format == QuantityFormat.DecimalSI) return TryAppend(DecimalSuffix(exponent), utf8, ref written);
        if (exponent == 0) return true;
        if (!TryAppend("e"u8, utf8, ref written) || !Utf8Formatter.TryFormat(exponent, utf8[written..], out var count)) return false;
        written += count;
        return true;
    }

    private static ReadOnlySpan<byte> DecimalSuffix(int exponent) => exponent switch
    {
        -9 => "n"u8,
        -6 => "u"u8,
        -3 => "m"u8,
        3 => "k"u8,
        6 => "M"u8,
        9 => "G"u8,
        12 => "T"u8,
        15 => "P"u8,
        18 => "E"u8,
        _ => default,
    };

    private static ReadOnlySpan<byte> BinarySuffix(int power) => power switch
    {
        1 => "Ki"u8,
        2 => "Mi"u8,
        3 => "Gi"u8,
        4 => "Ti"u8,
        5 => "Pi"u8,
        6 => "Ei"u8,
        _ => default,
    };

    private static bool TryAppend(ReadOnlySpan<byte> bytes, Span<byte> utf8, ref int written)
    {
        if (!bytes.TryCopyTo(utf8[written..])) return false;
        written += bytes.Length;
        return true;
    }
}
