using System.Globalization;
using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class QuantityFormatTests
{
    [Theory]
    [InlineData("1Gi", "1Gi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("307200Ki", "300Mi")]
    [InlineData("1025024Mi", "1001Gi")]
    [InlineData("100Ti", "100Ti")]
    [InlineData("8Pi", "8Pi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("1.1Ki", "1126400m")]
    [InlineData(".001Ki", "1024m")]
    [InlineData(".000000001Ki", "1024n")]
    [InlineData(".000000000001Ki", "2n")]
    [InlineData("9Ei", "9223372036854775807")]
    [InlineData("1000m", "1")]
    [InlineData("1000M", "1G")]
    [InlineData("0.001T", "1G")]
    [InlineData("1000u", "1m")]
    [InlineData("1.08", "1080m")]
    [InlineData("1080000000n", "1080m")]
    [InlineData("1234567M", "1234567M")]
    [InlineData("100.0350k", "100035")]
    [InlineData("5.4440T", "5444G")]
    [InlineData("00", "0")]
    [InlineData("0Ki", "0")]
    [InlineData("1e3", "1e3")]
    [InlineData(".001e12", "1e9")]
    [InlineData("0.001e0", "1e-3")]
    [InlineData("1000e-12", "1e-9")]
    [InlineData("1e14", "100e12")]
    [InlineData("1.2e3", "1200")]
    [InlineData("1e300", "1e300")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("10000000000000000000000e3", "10e24")]
    [InlineData("18446744073709551616E", "18446744073709551616E")]
    public void ToString_ParsedText_IsCanonicalWithEitherSign(string text, string expected)
    {
        Assert.Equal(expected, Quantity.Parse(text).ToString());
        if (expected != "0") Assert.Equal("-" + expected, Quantity.Parse("-" + text).ToString());
    }

    /// <summary>Upstream takes these for canonical, judging by the digits alone, and writes back what it read.</summary>
    [Theory]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("1.G")]
    [InlineData("1.500")]
    [InlineData("-1.010203")]
    [InlineData("1E3")]
    [InlineData("1e0")]
    [InlineData("1e+3")]
    [InlineData("1e03")]
    [InlineData("+1Ki")]
    [InlineData("01.Mi")]
    [InlineData("1e4294967296")]
    public void ToString_TextUpstreamKeeps_IsUnchangedUntilArithmetic(string text)
    {
        var quantity = Quantity.Parse(text);
        Span<byte> utf8 = stackalloc byte[quantity.MaxFormattedLength];
        Assert.Equal(text, quantity.ToString());
        Assert.True(quantity.TryFormat(utf8, out var written));
        Assert.Equal(text, Encoding.UTF8.GetString(utf8[..written]));
        Assert.NotEqual(text, (quantity + default(Quantity)).ToString());
        Assert.Equal(quantity, quantity + default(Quantity));
    }

    /// <summary>Upstream has no suffix for these exponents, and writes none.</summary>
    [Theory]
    [InlineData("1000E", "1")]
    [InlineData("1e21", "1e21")]
    public void ToString_BeyondTheSuffixes_IsAsUpstream(string text, string expected) =>
        Assert.Equal(expected, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData(1, QuantityFormat.DecimalSI, "1m")]
    [InlineData(1000, QuantityFormat.DecimalSI, "1")]
    [InlineData(1234000, QuantityFormat.DecimalSI, "1234")]
    [InlineData(1024, QuantityFormat.BinarySI, "1024m")]
    [InlineData(1048576, QuantityFormat.BinarySI, "1048576m")]
    [InlineData(2048000, QuantityFormat.BinarySI, "2Ki")]
    [InlineData(1000000, QuantityFormat.Unset, "1e3")]
    public void NewMilli_Formatted_IsCanonical(long value, QuantityFormat format, string expected)
    {
        var quantity = Quantity.NewMilli(value, format);
        Assert.Equal(expected, quantity.ToString());
        Assert.Equal(value, Quantity.Parse(expected).MilliValue());
    }

    [Theory]
    [InlineData(1000, QuantityFormat.DecimalSI, "1k")]
    [InlineData(1024, QuantityFormat.BinarySI, "1Ki")]
    [InlineData(-1024, QuantityFormat.BinarySI, "-1Ki")]
    [InlineData(1023, QuantityFormat.BinarySI, "1023")]
    [InlineData(1000, QuantityFormat.BinarySI, "1k")]
    [InlineData(1025, QuantityFormat.BinarySI, "1025")]
    [InlineData(1000000, QuantityFormat.Unset, "1e6")]
    [InlineData(long.MaxValue, QuantityFormat.DecimalSI, "9223372036854775807")]
    [InlineData(long.MinValue, QuantityFormat.BinarySI, "-9223372036854775808")]
    public void New_Formatted_IsCanonical(long value, QuantityFormat format, string expected) =>
        Assert.Equal(expected, Quantity.New(value, format).ToString());

    [Theory]
    [InlineData(1, -9, "1n")]
    [InlineData(1000, -9, "1u")]
    [InlineData(1000, -3, "1")]
    [InlineData(0, -3, "0")]
    [InlineData(long.MaxValue, 17, "922337203685477580700P")]
    public void NewScaled_Formatted_IsCanonical(long value, int scale, string expected) =>
        Assert.Equal(expected, Quantity.NewScaled(value, scale).ToString());

    [Fact]
    public void Default_IsZeroWithoutFormat()
    {
        Quantity zero = default;
        Assert.Equal("0", zero.ToString());
        Assert.Equal(QuantityFormat.Unset, zero.Format);
        Assert.True(zero.IsZero);
        Assert.Equal(Quantity.Parse("0Pi"), zero);
        Assert.Equal(0, zero.GetHashCode());
        Assert.Equal(0, zero.Value());
    }

    [Theory]
    [InlineData("1536Mi")]
    [InlineData("-12345e6")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1.500")]
    [InlineData("0")]
    public void TryFormat_EveryShorterBuffer_ReturnsFalse(string text)
    {
        var quantity = Quantity.Parse(text);
        for (var length = 0; length < text.Length; length++) Assert.False(quantity.TryFormat(new byte[length], out _));
        Assert.True(quantity.TryFormat(new byte[text.Length], out var written));
        Assert.Equal(text.Length, written);
    }

    [Fact]
    public void TryFormat_BinaryWithHugeExponent_FitsItsDeclaredLength()
    {
        var quantity = Quantity.NewScaled(3, 1000).WithFormat(QuantityFormat.BinarySI);
        Assert.Equal("3" + new string('0', 1000), UndoFactors(quantity.ToString()));

        static string UndoFactors(string text) => (System.Numerics.BigInteger.Parse(text, CultureInfo.InvariantCulture)
            * System.Numerics.BigInteger.Pow(1024, 100)).ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("100m")]
    [InlineData("250Mi")]
    [InlineData("1.5Gi")]
    [InlineData("0.1Ki")]
    [InlineData("100Ti")]
    [InlineData("16Pi")]
    [InlineData("0.5")]
    [InlineData("12e6")]
    [InlineData("0")]
    public void ParseAndFormat_CommonAmount_AllocatesNothing(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> buffer = stackalloc byte[64];
        long allocated = -1;
        var written = 0;
        for (var round = 0; round < 3; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                if (!Quantity.TryParse(utf8, out var quantity) || !quantity.TryFormat(buffer, out written)) written = 0;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(written > 0);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Size_OfQuantity_Is24Bytes() => Assert.Equal(24, System.Runtime.CompilerServices.Unsafe.SizeOf<Quantity>());
}
