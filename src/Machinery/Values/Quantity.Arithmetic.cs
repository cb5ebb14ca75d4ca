namespace Kybernet.Machinery.Values;

public readonly partial struct Quantity
{
    /// <summary>The sum, in the notation of <paramref name="left"/>, or of <paramref name="right"/> when left is zero.</summary>
    /// <exception cref="OverflowException">The operands are more than 16,384 orders of magnitude apart.</exception>
    public static Quantity operator +(Quantity left, Quantity right)
    {
        var format = left.IsZero ? right._format : left._format;
        if (!left._isDecimal && !right._isDecimal)
        {
            if (right._value == 0) return new(left._value, left._scale, format);
            if (left._value == 0) return new(right._value, right._scale, format);
            var common = Math.Min(left._scale, right._scale);
            if (ScaledInt64.TryScaleUp(left._value, (long)left._scale - common, out var a) &&
                ScaledInt64.TryScaleUp(right._value, (long)right._scale - common, out var b) &&
                (Int128)a + b is var sum && sum == (long)sum)
            {
                return new((long)sum, common, format);
            }
        }

        return AddDecimals(left, right, format);
    }

    /// <summary>The difference, in the notation of <paramref name="left"/>, or of <paramref name="right"/> when left is zero.</summary>
    /// <exception cref="OverflowException">The operands are more than 16,384 orders of magnitude apart.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => left + -right;

    public static Quantity operator -(Quantity quantity)
    {
        if (quantity.Big is { } big) return NewDecimal(-big.Unscaled, big.Exponent, quantity._format);
        if (quantity._isDecimal || quantity._value == long.MinValue)
            return NewDecimal(-(Int128)quantity._value, quantity._scale, quantity.Exponent, quantity._format);
        return new(-quantity._value, quantity._scale, quantity._format);
    }

    public static Quantity operator *(Quantity quantity, long factor) => quantity.Mul(factor, out _);

    public Quantity Mul(long factor) => Mul(factor, out _);

    /// <summary>The product. <paramref name="exact"/> is false when it needs more than 64 bits; the amount is right all the same.</summary>
    public Quantity Mul(long factor, out bool exact)
    {
        exact = true;
        if (!_isDecimal)
        {
            if (_value == 0) return new(0, _scale, _format);
            if (factor == 0) return new(0, 0, _format);
            // Upstream keeps the integer kind only when the product is a whole number of units that fits in 64 bits.
            if (ScaledInt64.TryMultiply(_value, factor, out var product) && IsWhole(product, _scale)) return new(product, _scale, _format);
        }

        var result = Big is { } big
            ? NewDecimal(big.Unscaled * factor, big.Exponent, _format)
            : NewDecimal((Int128)_value * factor, _scale, Exponent, _format);
        exact = result.Big is null && ScaledInt64.TryScaleUp(result._value, result._zeros, out _);
        return result;
    }

    /// <summary>The negated amount.</summary>
    public Quantity Neg() => -this;

    public Quantity RoundUp(int scale) => RoundUp(scale, out _);

    /// <summary>
    /// The amount as a multiple of 10^<paramref name="scale"/>, rounded away from zero; <paramref name="exact"/> is false when
    /// rounding changed it.
    /// </summary>
    public Quantity RoundUp(int scale, out bool exact)
    {
        exact = true;
        if (Big is { } big)
        {
            var rounded = big.RoundUp(scale, out exact);
            return NewDecimal(rounded.Unscaled, rounded.Exponent, _format);
        }

        if (_scale < scale)
        {
            var value = ScaledInt64.ScaleDown(_value, (long)scale - _scale, out exact);
            return _isDecimal ? new(value, scale, 0, _format) : new(value, scale, _format);
        }

        return _isDecimal ? new(_value, _scale, (int)Math.Min((long)_scale - scale, BigAmount.MaxSpan), _format) : this;
    }

    private static bool IsWhole(long value, int scale)
    {
        if (scale >= 0) return ScaledInt64.TryScaleUp(value, scale, out _);
        ScaledInt64.ScaleDown(value, -(long)scale, out var exact);
        return exact;
    }

    private static Quantity AddDecimals(in Quantity left, in Quantity right, QuantityFormat format)
    {
        if (left.Big is null && right.Big is null)
        {
            var common = Math.Min(left._scale, right._scale);
            var leftPlaces = (long)left._scale - common;
            var rightPlaces = (long)right._scale - common;
            if (Math.Max(leftPlaces, rightPlaces) <= ScaledInt64.MaxPower)
            {
                var sum = ((Int128)left._value * ScaledInt64.Pow10((int)leftPlaces))
                    + ((Int128)right._value * ScaledInt64.Pow10((int)rightPlaces));
                return NewDecimal(sum, common, Math.Min(left.Exponent, right.Exponent), format);
            }
        }

        var total = BigAmount.Add(left.ToBig(), right.ToBig());
        return NewDecimal(total.Unscaled, total.Exponent, format);
    }
}
