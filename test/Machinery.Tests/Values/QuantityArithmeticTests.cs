using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class QuantityArithmeticTests
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("100m", "50m", 1)]
    [InlineData("10000T", "100Gi", 1)]
    [InlineData("1Ki", "1024", 0)]
    [InlineData("1.024k", "1Ki", 0)]
    [InlineData("9.01", "9010m", 0)]
    [InlineData("800m", "0.79", 1)]
    [InlineData("-1", "1", -1)]
    [InlineData("-1n", "0", -1)]
    [InlineData("1e300", "1", 1)]
    [InlineData("-1e300", "1", -1)]
    [InlineData("-1e300", "-1e299", -1)]
    [InlineData("12345678901234567890123", "12345678901234567890124", -1)]
    [InlineData("10000000000000000000000", "10e21", 0)]
    [InlineData("9Ei", "9223372036854775807", 0)]
    [InlineData("1000000000000000000000000000000", "1e30", 0)]
    public void CompareTo_AnyFormats_IsByAmount(string left, string right, int expected)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        Assert.Equal(expected, Math.Sign(a.CompareTo(b)));
        Assert.Equal(-expected, Math.Sign(b.CompareTo(a)));
        Assert.Equal((expected < 0, expected <= 0, expected == 0), (a < b, a <= b, a == b));
        Assert.Equal((expected > 0, expected >= 0, expected != 0), (a > b, a >= b, a != b));
        if (expected == 0) Assert.Equal(a.GetHashCode(), b.GetHashCode());
    }

    [Theory]
    [InlineData(90, -1, 901, -2, -1)]
    [InlineData(0, 1, 0, -1, 0)]
    [InlineData(long.MaxValue, 0, 1, -1, 1)]
    [InlineData(long.MaxValue, 1, 1, 0, 1)]
    [InlineData(long.MaxValue, -16, 1, 3, -1)]
    [InlineData(long.MinValue, 0, 0, 0, -1)]
    [InlineData(long.MinValue, -18, -1, 0, -1)]
    [InlineData(long.MinValue, -19, -1, 0, 1)]
    [InlineData(1_000_000_000_000_000_000, -17, 1, 1, 0)]
    [InlineData(-1_000_000_000_000_000_000, -17, -10, 0, 0)]
    [InlineData(1_000_000_000_000_000_001, -17, 1, 1, 1)]
    [InlineData(999_999_999_999_999_999, -17, 1, 1, -1)]
    [InlineData(1, int.MaxValue, long.MaxValue, int.MinValue, 1)]
    [InlineData(-1, int.MaxValue, 1, int.MinValue, -1)]
    public void CompareTo_AnyScales_IsExact(long left, int leftScale, long right, int rightScale, int expected)
    {
        var (a, b) = (Quantity.NewScaled(left, leftScale), Quantity.NewScaled(right, rightScale));
        Assert.Equal(expected, Math.Sign(a.CompareTo(b)));
        Assert.Equal(-expected, Math.Sign(b.CompareTo(a)));
    }

    [Theory]
    [InlineData("10", "10", "20", "0")]
    [InlineData("10", "1Ki", "1034", "-1014")]
    [InlineData("10Ki", "2048", "12Ki", "8Ki")]
    [InlineData("0", "1Gi", "1Gi", "-1Gi")]
    [InlineData("100m", "0", "100m", "100m")]
    [InlineData("1Gi", "0", "1Gi", "1Gi")]
    [InlineData("0Ki", "1500m", "1500m", "-1500m")]
    [InlineData("1", "1n", "1000000001n", "999999999n")]
    [InlineData("1.5Gi", "0.5Gi", "2Gi", "1Gi")]
    [InlineData("100Ti", "24Ti", "124Ti", "76Ti")]
    [InlineData("9223372036854775807", "1", "9223372036854775808", "9223372036854775806")]
    [InlineData("-9223372036854775807", "10", "-9223372036854775797", "-9223372036854775817")]
    [InlineData("1E", "1n", "1000000000000000000000000001n", "999999999999999999999999999n")]
    [InlineData("1e30", "1", "1000000000000000000000000000001", "999999999999999999999999999999")]
    public void AddAndSubtract_AnyOperands_AreExactInTheLeftFormat(string left, string right, string sum, string difference)
    {
        var (a, b) = (Quantity.Parse(left), Quantity.Parse(right));
        Assert.Equal(sum, (a + b).ToString());
        Assert.Equal(difference, (a - b).ToString());
    }

    [Theory]
    [InlineData("10", 10, "100", true)]
    [InlineData("10Ki", -1, "-10Ki", true)]
    [InlineData("-50", -50, "2500", true)]
    [InlineData("0", 50, "0", true)]
    [InlineData("50", 0, "0", true)]
    [InlineData("1m", 3, "3m", true)]
    [InlineData("1.5Gi", 2, "3Gi", true)]
    [InlineData("1.5Gi", 20, "30Gi", false)]
    [InlineData("1E", 10, "10E", true)]
    public void Mul_Factor_GivesTheProductAndWhetherItFits(string text, long factor, string expected, bool fits)
    {
        // Upstream counts the decimal kind in its own places: those of 1.5Gi are billionths.
        var product = Quantity.Parse(text).Mul(factor, out var exact);
        Assert.Equal(expected, product.ToString());
        Assert.Equal(fits, exact);
        Assert.Equal(product, Quantity.Parse(text) * factor);
    }

    [Theory]
    [InlineData(long.MaxValue, 0, "0", true)]
    [InlineData(long.MaxValue, 1, "9223372036854775807", true)]
    [InlineData(long.MaxValue, -1, "-9223372036854775807", true)]
    [InlineData(long.MaxValue / 2, 2, "9223372036854775806", true)]
    [InlineData(long.MaxValue, 2, "18446744073709551614", false)]
    [InlineData(long.MaxValue, -10, "-92233720368547758070", false)]
    [InlineData(long.MinValue, 1, "-9223372036854775808", true)]
    [InlineData(long.MinValue, -1, "9223372036854775808", false)]
    [InlineData(long.MinValue / 2, 2, "-9223372036854775808", true)]
    [InlineData(long.MinValue, 2, "-18446744073709551616", false)]
    [InlineData(long.MinValue, -10, "92233720368547758080", false)]
    public void Mul_AtTheLimits_GivesTheProductAndWhetherItFits(long value, long factor, string expected, bool fits)
    {
        var product = Quantity.New(value, QuantityFormat.DecimalSI).Mul(factor, out var exact);
        Assert.Equal(expected, product.ToString());
        Assert.Equal(fits, exact);
    }

    [Fact]
    public void Negate_MostNegative_IsPositive()
    {
        var most = Quantity.New(long.MinValue, QuantityFormat.DecimalSI);
        Assert.Equal("9223372036854775808", (-most).ToString());
        Assert.Equal("9223372036854775808", (default(Quantity) - most).ToString());
        Assert.Equal("-9010m", Quantity.NewScaled(901, -2).Neg().ToString());
    }

    [Theory]
    [InlineData("9.01", -3, "9010m", true)]
    [InlineData("9.01", -1, "9100m", false)]
    [InlineData("9.01", 0, "10", false)]
    [InlineData("9.01", 2, "100", false)]
    [InlineData("-9.01", -2, "-9010m", true)]
    [InlineData("-9.01", 0, "-10", false)]
    [InlineData("-9.01", 2, "-100", false)]
    [InlineData("0.1Ki", 0, "103", false)]
    [InlineData("1.5Gi", 0, "1536Mi", true)]
    [InlineData("-123456789012345678901234567890", 20, "-1234567891E20", false)]
    [InlineData("0", 5, "0", true)]
    public void RoundUp_Scale_RoundsAwayFromZero(string text, int scale, string expected, bool exact)
    {
        var rounded = Quantity.Parse(text).RoundUp(scale, out var wasExact);
        Assert.Equal(Quantity.Parse(expected.Replace("E", "e", StringComparison.Ordinal)), rounded);
        Assert.Equal(exact, wasExact);
    }

    [Theory]
    [InlineData("1", 1, 1000)]
    [InlineData("1n", 1, 1)]
    [InlineData("1500m", 2, 1500)]
    [InlineData("-1500m", -2, -1500)]
    [InlineData("0.1Ki", 103, 102400)]
    [InlineData("1.5Gi", 1610612736, 1610612736000)]
    [InlineData("-1.0001Ki", -1023, -1024101)]
    [InlineData("100Ti", 109951162777600, 109951162777600000)]
    [InlineData("-100Ti", -109951162777600, -109951162777600000)]
    [InlineData("9Ei", long.MaxValue, -1000)]
    [InlineData("12E", 0, 0)]
    [InlineData("9717979839M", 9717979839000000, -8728764234709551616)]
    [InlineData("20000000000000000000", 1553255926290448384, 3729424098846048256)]
    public void ValueAndMilliValue_RoundUpAndOverflowAsUpstream(string text, long value, long milliValue)
    {
        Assert.Equal(value, Quantity.Parse(text).Value());
        Assert.Equal(milliValue, Quantity.Parse(text).MilliValue());
    }

    [Theory]
    [InlineData(-9, -6, 1)]
    [InlineData(-6, -9, 1000)]
    [InlineData(-3, 0, 1)]
    [InlineData(0, -9, 1_000_000_000)]
    [InlineData(2, -2, 10_000)]
    [InlineData(int.MaxValue, int.MinValue, 0)]
    [InlineData(int.MinValue, int.MaxValue, 1)]
    public void ScaledValue_FromScaleToScale(int from, int to, long expected) =>
        Assert.Equal(expected, Quantity.NewScaled(1, from).ScaledValue(to));

    [Theory]
    [InlineData("5", true, 5)]
    [InlineData("5k", true, 5000)]
    [InlineData("5Gi", true, 5L << 30)]
    [InlineData("1000m", false, 0)]
    [InlineData("100Ti", false, 0)]
    [InlineData("12E", false, 0)]
    public void AsInt64_OnlyWhenAtHand(string text, bool expected, long value)
    {
        Assert.Equal(expected, Quantity.Parse(text).AsInt64(out var actual));
        Assert.Equal(value, actual);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2Ki", 2048)]
    [InlineData("1.1Ki", 1126.4e+0)]
    [InlineData("2Gi", 2.147483648e+09)]
    [InlineData("100m", 0.1)]
    [InlineData("9Ei", 9223372036854775807)]
    [InlineData("12E", 1.2e19)]
    [InlineData("123456789012345678901234567890", 1.234567890123457E+29)]
    [InlineData("12e500", double.PositiveInfinity)]
    [InlineData("-12e500", double.NegativeInfinity)]
    public void AsApproximateDouble_IsNear(string text, double expected) =>
        Assert.Equal(expected, Quantity.Parse(text).AsApproximateDouble());

    [Fact]
    public void Arithmetic_HostileOperands_IsBounded()
    {
        string[] texts = ["0e2147483647", "0e-2147483648", "1e1023", "-1e1023", "1e-2147483648", "9Ei", ".E", new('9', 1024), "-9223372036854775808"];
        var quantities = texts.Select(Quantity.Parse).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var left in quantities)
            foreach (var right in quantities)
            {
                Assert.Equal(left, left + right - right);
                Assert.Equal(left.Mul(long.MinValue).Mul(3), left.Mul(3).Mul(long.MinValue));
                foreach (var scale in new[] { int.MinValue, -100, 0, 100, int.MaxValue })
                {
                    Assert.Equal(left.RoundUp(scale).GetHashCode(), left.RoundUp(scale).GetHashCode());
                    Assert.Equal(-left.RoundUp(scale), (-left).RoundUp(scale));
                }
            }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 50_000_000, $"{allocated} bytes");
    }

    [Fact]
    public void Add_TooFarApart_ThrowsInsteadOfTakingMemory() =>
        Assert.Throws<OverflowException>(() => Quantity.NewScaled(1, int.MaxValue) + Quantity.NewScaled(1, 0));
}
