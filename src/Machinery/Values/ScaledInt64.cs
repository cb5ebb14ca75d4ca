namespace Kybernet.Machinery.Values;

/// <summary>Arithmetic on numbers held as a 64-bit integer times a power of ten.</summary>
internal static class ScaledInt64
{
    /// <summary>The largest power of ten in a <see cref="long"/> is 10^18.</summary>
    public const int MaxPower = 18;

    public static long Pow10(int exponent) => Powers[exponent];

    private static readonly long[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
        10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
        1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ];

    public static bool TryMultiply(long left, long right, out long product)
    {
        var high = Math.BigMul(left, right, out product);
        return high == product >> 63;
    }

    /// <summary>Multiplies by 10^<paramref name="places"/>; false when the result overflows.</summary>
    public static bool TryScaleUp(long value, long places, out long result)
    {
        result = 0;
        if (value == 0) return true;
        if (places <= MaxPower && TryMultiply(value, Pow10((int)places), out result)) return true;
        result = 0;
        return false;
    }

    /// <summary>Divides by 10^<paramref name="places"/>, rounding away from zero.</summary>
    public static long ScaleDown(long value, long places, out bool exact)
    {
        if (places > MaxPower)
        {
            exact = value == 0;
            return Math.Sign(value);
        }

        var (quotient, remainder) = Math.DivRem(value, Pow10((int)places));
        exact = remainder == 0;
        return quotient + Math.Sign(remainder);
    }

    public static int Compare(long left, int leftScale, long right, int rightScale)
    {
        if (leftScale == rightScale) return left.CompareTo(right);
        if (Math.Sign(left) != Math.Sign(right)) return Math.Sign(left).CompareTo(Math.Sign(right));
        if (left == 0) return 0;
        if (leftScale < rightScale) return -Compare(right, rightScale, left, leftScale);
        var places = (long)leftScale - rightScale;
        // A non-zero integer times 10^19 is beyond every 64-bit integer.
        return places > MaxPower ? Math.Sign(left) : ((Int128)left * Pow10((int)places)).CompareTo(right);
    }
}
