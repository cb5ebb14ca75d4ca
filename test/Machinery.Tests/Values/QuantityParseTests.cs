using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class QuantityParseTests
{
    private const QuantityFormat Dec = QuantityFormat.DecimalSI;
    private const QuantityFormat Bin = QuantityFormat.BinarySI;
    private const QuantityFormat Exp = QuantityFormat.DecimalExponent;

    [Theory]
    [InlineData("0", 0, 0, Dec)]
    [InlineData("0n", 0, 0, Dec)]
    [InlineData("0Ki", 0, 0, Bin)]
    [InlineData("0k", 0, 0, Dec)]
    [InlineData("0Pi", 0, 0, Bin)]
    [InlineData("0e9999999", 0, 0, Exp)]
    [InlineData("1", 1, 0, Dec)]
    [InlineData("1Ki", 1024, 0, Bin)]
    [InlineData("7Mi", 7L << 20, 0, Bin)]
    [InlineData("6Gi", 6L << 30, 0, Bin)]
    [InlineData("5Ti", 5L << 40, 0, Bin)]
    [InlineData("4Pi", 4L << 50, 0, Bin)]
    [InlineData("3Ei", 3L << 60, 0, Bin)]
    [InlineData("100Ti", 100L << 40, 0, Bin)]
    [InlineData("5n", 5, -9, Dec)]
    [InlineData("4u", 4, -6, Dec)]
    [InlineData("3m", 3, -3, Dec)]
    [InlineData("50k", 5, 4, Dec)]
    [InlineData("7M", 7, 6, Dec)]
    [InlineData("6G", 6, 9, Dec)]
    [InlineData("300T", 3, 14, Dec)]
    [InlineData("2P", 2, 15, Dec)]
    [InlineData("1E", 1, 18, Dec)]
    [InlineData("1E-3", 1, -3, Exp)]
    [InlineData("1e3", 1, 3, Exp)]
    [InlineData("1E18", 1, 18, Exp)]
    [InlineData("1.3E+6", 13, 5, Exp)]
    [InlineData("0.5e-2", 5, -3, Exp)]
    [InlineData("1.7E18", 17, 17, Exp)]
    [InlineData("100.035k", 100035, 0, Dec)]
    [InlineData("0.0005k", 5, -1, Dec)]
    [InlineData("0.50000", 5, -1, Dec)]
    [InlineData("9.01", 901, -2, Dec)]
    [InlineData("6.987654321G", 6987654321, 0, Dec)]
    [InlineData("1.01E", 101, 16, Dec)]
    // Rounded up to a billionth, and capped.
    [InlineData("3.001n", 4, -9, Dec)]
    [InlineData("1.1E-9", 2, -9, Exp)]
    [InlineData("0.0000000001", 1, -9, Dec)]
    [InlineData("0.00000000050", 1, -9, Dec)]
    [InlineData("0.00000012345", 124, -9, Dec)]
    [InlineData("1e-999999999", 1, -9, Exp)]
    [InlineData("9Ei", long.MaxValue, 0, Bin)]
    [InlineData("9223372036854775807Ki", long.MaxValue, 0, Bin)]
    [InlineData("99999999999999999999999Ki", long.MaxValue, 0, Bin)]
    [InlineData("12E", 12, 18, Dec)]
    // Fractions of binary units.
    [InlineData("100.035Ki", 10243584, -2, Bin)]
    [InlineData("0.5Mi", 512 << 10, 0, Bin)]
    [InlineData("0.05Gi", 536870912, -1, Bin)]
    [InlineData("0.025Ti", 274877906944, -1, Bin)]
    [InlineData("0.000000000001Ki", 2, -9, Dec)]
    // Odd, and accepted.
    [InlineData(".001", 1, -3, Dec)]
    [InlineData(".0001k", 100, -3, Dec)]
    [InlineData("1.", 1, 0, Dec)]
    [InlineData("1.G", 1, 9, Dec)]
    [InlineData(".", 0, 0, Dec)]
    [InlineData("m", 0, 0, Dec)]
    [InlineData("Ki", 0, 0, Bin)]
    [InlineData("1e4294967296", 1, 0, Exp)]
    public void TryParse_ValidText_HasAmountAndFormatWithEverySign(string text, long value, int scale, QuantityFormat format)
    {
        var expected = Quantity.NewScaled(value, scale);
        foreach (var (sign, amount) in new[] { ("", expected), ("+", expected), ("-", -expected) })
        {
            Assert.True(Quantity.TryParse(Encoding.UTF8.GetBytes(sign + text), out var quantity));
            Assert.Equal(amount, quantity);
            Assert.Equal(amount.GetHashCode(), quantity.GetHashCode());
            Assert.Equal(format, quantity.Format);
            Assert.Equal(quantity, Quantity.Parse(sign + text));
        }
    }

    [Theory]
    [InlineData("", QuantityParseError.FormatWrong)]
    [InlineData(" 1", QuantityParseError.FormatWrong)]
    [InlineData("1 ", QuantityParseError.FormatWrong)]
    [InlineData("1.1.M", QuantityParseError.FormatWrong)]
    [InlineData("1+1.0M", QuantityParseError.FormatWrong)]
    [InlineData("0.1am", QuantityParseError.FormatWrong)]
    [InlineData("aoeu", QuantityParseError.FormatWrong)]
    [InlineData("Non-Numeric", QuantityParseError.FormatWrong)]
    [InlineData("1é", QuantityParseError.FormatWrong)]
    [InlineData("--1", QuantityParseError.Suffix)]
    [InlineData("0.1mi", QuantityParseError.Suffix)]
    [InlineData(".5i", QuantityParseError.Suffix)]
    [InlineData("1i", QuantityParseError.Suffix)]
    [InlineData("-3.01e-", QuantityParseError.Suffix)]
    [InlineData("1e", QuantityParseError.Suffix)]
    [InlineData("1K", QuantityParseError.Suffix)]
    [InlineData("1e99999999999999999999", QuantityParseError.Suffix)]
    [InlineData("Pi", QuantityParseError.Numeric)]
    [InlineData(".Ei", QuantityParseError.Numeric)]
    [InlineData("e-30", QuantityParseError.Numeric)]
    [InlineData("1e999999999", QuantityParseError.Numeric)]
    public void TryParse_InvalidText_SaysUpstreamsError(string text, QuantityParseError expected)
    {
        Assert.False(Quantity.TryParse(text, out var quantity, out var error));
        Assert.Equal(expected, error);
        Assert.Equal(default, quantity);
        var thrown = Assert.Throws<FormatException>(() => Quantity.Parse(text));
        Assert.Equal($"cannot parse '{text}': {expected.Message}", thrown.Message);
    }

    [Fact]
    public void Message_EveryError_IsUpstreamsSentence()
    {
        Assert.Equal("unable to parse numeric part of quantity", QuantityParseError.Numeric.Message);
        Assert.Equal("unable to parse quantity's suffix", QuantityParseError.Suffix.Message);
        Assert.StartsWith("quantities must match the regular expression '^([+-]?", QuantityParseError.FormatWrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", QuantityParseError.Numeric)]
    [InlineData("E", QuantityParseError.Numeric)]
    [InlineData("Ki", QuantityParseError.None)]
    [InlineData("e-1000000", QuantityParseError.None)]
    [InlineData("x", QuantityParseError.FormatWrong)]
    public void TryParse_MegabyteOfDigits_FailsOrCapsInBoundedMemory(string suffix, QuantityParseError expected)
    {
        var text = Encoding.UTF8.GetBytes(new string('9', 1_000_000) + suffix);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(expected == QuantityParseError.None, Quantity.TryParse(text, out _, out var error));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(expected, error);
        Assert.True(allocated < 10_000, $"{allocated} bytes");
    }

    [Theory]
    [InlineData("Gi")]
    [InlineData("k")]
    public void TryParse_MegabyteOfFraction_RoundsUpAllTheSame(string suffix)
    {
        var text = Encoding.UTF8.GetBytes("1." + new string('0', 1_000_000) + "1" + suffix);
        Assert.True(Quantity.TryParse(text, out var quantity));
        Assert.Equal(Quantity.Parse("1" + suffix) + Quantity.NewScaled(1, -9), quantity);
    }

    [Fact]
    public void TryParse_LargestMagnitude_IsAccepted()
    {
        var quantity = Quantity.Parse(new string('9', 1024));
        Assert.Equal(new string('9', 1024), quantity.ToString());
        Assert.False(Quantity.TryParse(new string('9', 1025), out _));
        Assert.True(Quantity.TryParse("1e1023", out var exponent));
        Assert.True(exponent < quantity);
        Assert.False(Quantity.TryParse("1e1024", out _));
    }
}
