namespace Kybernet.Machinery.Values;

public readonly partial struct Quantity
{
    /// <summary>The number of units, rounded up. Overflows as <see cref="ScaledValue"/> does.</summary>
    public long Value() => ScaledValue(0);

    /// <summary>The number of thousandths of a unit, rounded up. Overflows as <see cref="ScaledValue"/> does.</summary>
    public long MilliValue() => ScaledValue(-3);

    /// <summary>The amount in units of 10^<paramref name="scale"/>, rounded up.</summary>
    /// <remarks>
    /// <para>The integer kind rounds away from zero. The decimal kind rounds towards positive infinity, but while its digits fit in
    /// 64 bits a negative one with a fraction is, as upstream, one more than that: <c>-1024.1Ki</c> becomes one unit too much.</para>
    /// <para>An amount beyond 64 bits is, as upstream, cut to its low 64 bits, or 0 for the integer kind unless it is scaled by
    /// 10, 100, 10^3, 10^6 or 10^9. Compare before converting where that matters.</para>
    /// </remarks>
    public long ScaledValue(int scale)
    {
        if (Big is { } big) return big.ScaledValue(scale);
        var places = (long)scale - _scale;
        if (!_isDecimal)
        {
            if (places > 0) return ScaledInt64.ScaleDown(_value, places, out _);
            if (ScaledInt64.TryScaleUp(_value, -places, out var result)) return result;
            return -places is 1 or 2 or 3 or 6 or 9 && _value != long.MinValue ? WrappingScaleUp(_value, -places) : 0;
        }

        return places > 0 ? DecimalScaledDown(scale, places) : WrappingScaleUp(_value, -places);
    }

    /// <summary>The number of units when it is at hand: false for the decimal kind, for a negative scale and for overflow.</summary>
    public bool AsInt64(out long value)
    {
        value = 0;
        return !_isDecimal && _scale >= 0 && ScaledInt64.TryScaleUp(_value, _scale, out value);
    }

    /// <summary>The nearest double or one near it; infinite beyond its range.</summary>
    public double AsApproximateDouble()
    {
        if (Big is { } big) return big.ToDouble();
        if (_zeros == 0) return _scale == 0 ? _value : _value * PowerOfTen.Approximate(_scale);
        if (_zeros > ScaledInt64.MaxPower) return ToBig().ToDouble();
        return (double)((Int128)_value * ScaledInt64.Pow10(_zeros)) * PowerOfTen.Approximate(Exponent);
    }

    private long DecimalScaledDown(int scale, long places)
    {
        var away = ScaledInt64.ScaleDown(_value, places, out var exact);
        if (exact || away > 0) return away;
        var ceiling = away + 1;
        var fits = ScaledInt64.TryScaleUp(_value, _zeros, out _) && (long)scale - Exponent <= ScaledInt64.MaxPower;
        return fits ? ceiling + 1 : ceiling;
    }

    private static long WrappingScaleUp(long value, long places)
    {
        // 10^64 is a multiple of 2^64.
        if (places >= 64) return 0;
        for (; places > 0; places--) value = unchecked(value * 10);
        return value;
    }
}
