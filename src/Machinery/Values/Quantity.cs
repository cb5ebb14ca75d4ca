using System.Numerics;

namespace Kybernet.Machinery.Values;

/// <summary>
/// An exact amount of a resource with the notation it was written in: <c>100m</c>, <c>1.5Gi</c>, <c>12e6</c>
/// (upstream's <c>resource.Quantity</c>).
/// </summary>
/// <remarks>
/// <para>Quantities are equal and ordered by amount, whatever their notation: <c>1Ki</c> equals <c>1024</c> and <c>1.024k</c>.</para>
/// <para>The amount is one of two kinds, as upstream, because the kinds round differently: an <i>integer</i> times a power of
/// ten, which conversions read directly, and a <i>decimal</i> with a fixed number of places, which parsing falls back on (more
/// than 18 digits, a binary suffix with a fraction or from <c>100Ti</c> up) and overflowing arithmetic is promoted to.</para>
/// <para>A text that is not canonical but needs no conversion (<c>+1</c>, <c>1.500</c>, <c>1E3</c>) is written back as it was
/// read, as upstream does; arithmetic drops it.</para>
/// <para>The default value is zero with no notation, written <c>0</c>.</para>
/// </remarks>
public readonly partial struct Quantity : IEquatable<Quantity>, IComparable<Quantity>, IComparable
{
    // The text to write back (string), or an amount beyond 64 bits (BigAmount), or null.
    private readonly object? _detail;

    // The amount is _value × 10^_scale, unless it is a BigAmount.
    private readonly long _value;
    private readonly int _scale;

    // Trailing zeros of the decimal kind that _value leaves out: its unscaled number is _value × 10^_zeros.
    private readonly ushort _zeros;
    private readonly QuantityFormat _format;
    private readonly bool _isDecimal;

    internal Quantity(long value, int scale, QuantityFormat format, string? text = null)
    {
        _value = value;
        _scale = scale;
        _format = format;
        _detail = text;
    }

    private Quantity(long value, int scale, int zeros, QuantityFormat format)
        : this(value, scale, format)
    {
        _zeros = (ushort)zeros;
        _isDecimal = true;
    }

    private Quantity(BigAmount amount, QuantityFormat format)
    {
        _detail = amount;
        _format = format;
        _isDecimal = true;
    }

    private Quantity(in Quantity amount, QuantityFormat format)
    {
        this = amount;
        _format = format;
        _detail = amount._detail as BigAmount;
    }

    /// <summary><paramref name="value"/> units.</summary>
    public static Quantity New(long value, QuantityFormat format) => new(value, 0, format);

    /// <summary><paramref name="value"/> thousandths of a unit.</summary>
    public static Quantity NewMilli(long value, QuantityFormat format) => new(value, -3, format);

    /// <summary><paramref name="value"/> × 10^<paramref name="scale"/>, in decimal notation.</summary>
    public static Quantity NewScaled(long value, int scale) => new(value, scale, QuantityFormat.DecimalSI);

    /// <summary>The decimal kind: <paramref name="unscaled"/> × 10^<paramref name="exponent"/>.</summary>
    internal static Quantity NewDecimal(BigInteger unscaled, int exponent, QuantityFormat format)
    {
        if (BigAmount.Fits64(unscaled)) return new((long)unscaled, exponent, 0, format);
        return unscaled >= Int128.MinValue && unscaled <= Int128.MaxValue
            ? NewDecimal((Int128)unscaled, exponent, exponent, format)
            : new(new BigAmount(unscaled, exponent), format);
    }

    /// <summary>The decimal kind: <paramref name="value"/> × 10^<paramref name="scale"/>, in places down to 10^<paramref name="exponent"/>.</summary>
    internal static Quantity NewDecimal(Int128 value, int scale, int exponent, QuantityFormat format)
    {
        var reduced = value;
        var reducedScale = scale;
        while (reduced != (long)reduced)
        {
            var (quotient, remainder) = Int128.DivRem(reduced, 10);
            if (remainder != 0) return new(new BigAmount((BigInteger)value * BigInteger.Pow(10, scale - exponent), exponent), format);
            reduced = quotient;
            reducedScale++;
        }

        return new((long)reduced, reducedScale, Math.Min(reducedScale - exponent, BigAmount.MaxSpan), format);
    }

    /// <summary>The notation the amount is written in.</summary>
    public QuantityFormat Format => _format;

    public bool IsZero => _value == 0 && Big is null;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Big is { } big ? big.Sign : Math.Sign(_value);

    private BigAmount? Big => _isDecimal ? _detail as BigAmount : null;

    /// <summary>The place value of the last digit of the decimal kind.</summary>
    private int Exponent => _scale - _zeros;

    /// <summary>The same amount in another notation.</summary>
    public Quantity WithFormat(QuantityFormat format) => new(this, format);

    public int CompareTo(Quantity other) => Big is null && other.Big is null
        ? ScaledInt64.Compare(_value, _scale, other._value, other._scale)
        : BigAmount.Compare(ToBig(), other.ToBig());

    public int CompareTo(long other) => CompareTo(New(other, QuantityFormat.Unset));

    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Quantity other => CompareTo(other),
        _ => throw new ArgumentException($"cannot compare a quantity with a {obj.GetType()}", nameof(obj)),
    };

    public bool Equals(Quantity other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is Quantity other && Equals(other);

    public override int GetHashCode()
    {
        if (Big is { } big) return big.GetHashCode();
        if (_value == 0) return 0;
        var value = _value;
        long scale = _scale;
        while (value % 10 == 0)
        {
            value /= 10;
            scale++;
        }

        return HashCode.Combine(value, scale);
    }

    public static bool operator ==(Quantity left, Quantity right) => left.Equals(right);

    public static bool operator !=(Quantity left, Quantity right) => !left.Equals(right);

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    private BigAmount ToBig() => Big ?? new(_value * BigInteger.Pow(10, _zeros), Exponent);
}
