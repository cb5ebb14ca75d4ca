using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class IntOrStringTests
{
    [Fact]
    public void Default_IsTheIntegerZero()
    {
        Assert.Equal(IntOrString.FromInt32(0), default);
        Assert.Equal(IntOrStringType.Int, default(IntOrString).Type);
        Assert.Equal("0", default(IntOrString).ToString());
    }

    [Fact]
    public void Equality_IntegerAndItsText_Differ()
    {
        IntOrString number = 76;
        IntOrString text = "76";
        Assert.NotEqual(number, text);
        Assert.Equal(number, IntOrString.FromInt32(76));
        Assert.Equal(text, IntOrString.FromString("76"));
        Assert.Equal((IntOrStringType.String, "76", 0), (text.Type, text.StrVal, text.IntVal));
        Assert.Equal((IntOrStringType.Int, "", 76), (number.Type, number.StrVal, number.IntVal));
        Assert.Equal(("76", "76"), (number.ToString(), text.ToString()));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("+5", 5)]
    [InlineData("007", 7)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("-2147483648", int.MinValue)]
    [InlineData("2147483648", null)]
    [InlineData("-2147483649", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("", null)]
    [InlineData(" 1", null)]
    [InlineData("1_000", null)]
    [InlineData("http", null)]
    [InlineData("25%", null)]
    public void Parse_Text_IsIntegerWhenItFits(string text, int? expected) =>
        Assert.Equal(expected is { } number ? IntOrString.FromInt32(number) : IntOrString.FromString(text), IntOrString.Parse(text));

    [Theory]
    [InlineData("76", 76)]
    [InlineData("abc", 0)]
    [InlineData("40%", 0)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("-99999999999999999999", long.MinValue)]
    public void IntValue_OfString_IsConverted(string text, long expected) => Assert.Equal(expected, IntOrString.FromString(text).IntValue());

    [Theory]
    [InlineData("90%", 100, true, 90)]
    [InlineData("90%", 95, true, 86)]
    [InlineData("90%", 95, false, 85)]
    [InlineData("-25%", 10, true, -2)]
    [InlineData("-25%", 10, false, -3)]
    [InlineData("0%", 7, true, 0)]
    [InlineData("150%", 2, false, 3)]
    public void TryGetScaledValue_Percentage_IsRoundedAsAsked(string text, long total, bool roundUp, long expected)
    {
        Assert.True(IntOrString.FromString(text).TryGetScaledValue(total, roundUp, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void TryGetScaledValue_Integer_IsItself()
    {
        Assert.True(IntOrString.FromInt32(123).TryGetScaledValue(7, true, out var value, out var error));
        Assert.Equal((123, null), (value, error));
    }

    [Theory]
    [InlineData("90", "invalid type: string is not a percentage")]
    [InlineData("90#", "invalid type: string is not a percentage")]
    [InlineData("30%0", "invalid type: string is not a percentage")]
    [InlineData("%", "invalid value \"%\": strconv.Atoi: parsing \"\": invalid syntax")]
    [InlineData("#%", "invalid value \"#%\": strconv.Atoi: parsing \"#\": invalid syntax")]
    [InlineData("40%%", "invalid value \"40%%\": strconv.Atoi: parsing \"40%\": invalid syntax")]
    [InlineData("\"\n%", "invalid value \"\\\"\\n%\": strconv.Atoi: parsing \"\\\"\\n\": invalid syntax")]
    [InlineData("é\u200b\u0001%", "invalid value \"é\\u200b\\x01%\": strconv.Atoi: parsing \"é\\u200b\\x01\": invalid syntax")]
    [InlineData("9223372036854775808%", "invalid value \"9223372036854775808%\": strconv.Atoi: parsing \"9223372036854775808\": value out of range")]
    public void TryGetScaledValue_NoPercentage_SaysUpstreamsError(string text, string expected)
    {
        Assert.False(IntOrString.FromString(text).TryGetScaledValue(100, true, out _, out var error));
        Assert.Equal("invalid value for IntOrString: " + expected, error);
    }

    [Fact]
    public void Size_OfIntOrString_Is16Bytes() => Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<IntOrString>());
}
