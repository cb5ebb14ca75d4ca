using System.Globalization;
using System.Numerics;

namespace Kybernet.Machinery.Values;

/// <summary>
/// <paramref name="unscaled"/> × 10^<paramref name="exponent"/>: the amount of a quantity that a 64-bit integer can't hold, or an operand
/// on the way to one.
/// </summary>
internal sealed class BigAmount(BigInteger unscaled, int exponent)
{
    /// <summary>Sums whose decimal places span more than this are refused: memory out of proportion to the operands.</summary>
    public const int MaxSpan = 16_384;

    public BigInteger Unscaled { get; } = unscaled;

    public int Exponent { get; } = exponent;

    public int Sign => Unscaled.Sign;

    /// <summary>At least the number of decimal digits of <see cref="Unscaled"/>, and at most one more.</summary>
    private long DigitsAtMost => (long)(BigInteger.Abs(Unscaled).GetBitLength() * 0.30103) + 1;

    public BigAmount Negate() => new(-Unscaled, Exponent);

    /// <summary>The sum, with as many decimal places as the operand that has more.</summary>
    /// <exception cref="OverflowException">The operands are too many orders of magnitude apart.</exception>
    public static BigAmount Add(BigAmount left, BigAmount right)
    {
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return new(left.UnscaledAt(exponent) + right.UnscaledAt(exponent), exponent);
    }

    public static int Compare(BigAmount left, BigAmount right)
    {
        if (left.Sign != right.Sign || left.Sign == 0) return left.Sign.CompareTo(right.Sign);
        var difference = left.DigitsAtMost + left.Exponent - right.DigitsAtMost - right.Exponent;
        if (Math.Abs(difference) > 2) return difference > 0 ? left.Sign : -left.Sign;
        var exponent = Math.Min(left.Exponent, right.Exponent);
        return left.UnscaledAt(exponent).CompareTo(right.UnscaledAt(exponent));
    }

    /// <summary>
    /// The amount as a multiple of 10^<paramref name="scale"/>, rounded away from zero. One that is far coarser already stays as it is.
    /// </summary>
    public BigAmount RoundUp(int scale, out bool exact)
    {
        var places = (long)scale - Exponent;
        exact = true;
        if (places < -MaxSpan) return this;
        if (places <= 0) return new(UnscaledAt(scale), scale);
        var quotient = Divide(places, out var remainder);
        exact = remainder == 0;
        return new(quotient + remainder, scale);
    }

    /// <summary>The amount divided by 10^<paramref name="scale"/>, rounded towards positive infinity, its low 64 bits.</summary>
    public long ScaledValue(int scale)
    {
        var places = (long)scale - Exponent;
        if (places <= -64) return 0;
        if (places <= 0) return Low64(UnscaledAt(scale));
        var quotient = Divide(places, out var remainder);
        return Low64(remainder > 0 ? quotient + 1 : quotient);
    }

    /// <summary>The integer this is, or null when it has a fraction or is beyond 10^16384.</summary>
    public BigInteger? AsInteger()
    {
        if (Exponent > MaxSpan) return null;
        if (Exponent >= 0) return UnscaledAt(0);
        var quotient = Divide(-(long)Exponent, out var remainder);
        return remainder == 0 ? quotient : null;
    }

    public double ToDouble() =>
        double.Parse(Unscaled.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) * PowerOfTen.Approximate(Exponent);

    /// <summary>Agrees with the hash of the same number held in 64 bits: both are taken without trailing zeros.</summary>
    public override int GetHashCode()
    {
        var number = Unscaled;
        long scale = Exponent;
        while (true)
        {
            var (quotient, remainder) = BigInteger.DivRem(number, 10);
            if (!remainder.IsZero) return Fits64(number) ? HashCode.Combine((long)number, scale) : HashCode.Combine(number, scale);
            number = quotient;
            scale++;
        }
    }

    public static bool Fits64(BigInteger number) => number >= long.MinValue && number <= long.MaxValue;

    private static long Low64(BigInteger number) => (long)(ulong)(number & ulong.MaxValue);

    /// <summary>The quotient by 10^<paramref name="places"/>, truncated, and the sign of the remainder.</summary>
    private BigInteger Divide(long places, out int remainder)
    {
        if (places > DigitsAtMost)
        {
            remainder = Sign;
            return BigInteger.Zero;
        }

        var (quotient, rest) = BigInteger.DivRem(Unscaled, BigInteger.Pow(10, (int)places));
        remainder = rest.Sign;
        return quotient;
    }

    private BigInteger UnscaledAt(int exponent)
    {
        var places = (long)Exponent - exponent;
        if (Unscaled.IsZero) return BigInteger.Zero;
        if (places > MaxSpan)
            throw new OverflowException($"a quantity of about 1e{DigitsAtMost + Exponent} is too large to count in units of 1e{exponent}");
        return places == 0 ? Unscaled : Unscaled * BigInteger.Pow(10, (int)places);
    }
}
