using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class DurationTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("5s", 5 * Second)]
    [InlineData("+5s", 5 * Second)]
    [InlineData("-5s", -5 * Second)]
    [InlineData("1.5h", 5400 * Second)]
    [InlineData("1h30m0.5s", 5400 * Second + Second / 2)]
    [InlineData("300ms", 300_000_000)]
    [InlineData("12us", 12_000)]
    [InlineData("12µs", 12_000)]
    [InlineData("12μs", 12_000)]
    [InlineData("13ns", 13)]
    [InlineData("5.s", 5 * Second)]
    [InlineData(".5s", Second / 2)]
    [InlineData("1.0040s", 1_004_000_000)]
    [InlineData("3h30m", 12600 * Second)]
    [InlineData("39h9m14.425s", 140_954_425_000_000)]
    [InlineData("0.3333333333333333333h", 1200 * Second)]
    [InlineData("0.100000000000000000000h", 360 * Second)]
    [InlineData("0.830103483285477580700h", 2_988_372_539_827)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    [InlineData("-2562047h47m16.854775808s", long.MinValue)]
    public void TryParse_ValidText_IsTheNanoseconds(string text, long expected)
    {
        Assert.True(Duration.TryParse(Encoding.UTF8.GetBytes(text), out var duration));
        Assert.Equal(expected, duration.Nanoseconds);
        Assert.Equal(duration, Duration.Parse(duration.ToString()));
    }

    [Theory]
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("3", "time: missing unit in duration \"3\"")]
    [InlineData("-", "time: invalid duration \"-\"")]
    [InlineData("s", "time: invalid duration \"s\"")]
    [InlineData(".", "time: invalid duration \".\"")]
    [InlineData(".s", "time: invalid duration \".s\"")]
    [InlineData("+.s", "time: invalid duration \"+.s\"")]
    [InlineData("1d", "time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("1h-2m", "time: unknown unit \"h-\" in duration \"1h-2m\"")]
    [InlineData("5\u00e9s", "time: unknown unit \"\\xc3\\xa9s\" in duration \"5\\xc3\\xa9s\"")]
    [InlineData(" 5s", "time: invalid duration \" 5s\"")]
    [InlineData("3000000h", "time: invalid duration \"3000000h\"")]
    [InlineData("9223372036854775808ns", "time: invalid duration \"9223372036854775808ns\"")]
    [InlineData("9223372036854775.808us", "time: invalid duration \"9223372036854775.808us\"")]
    [InlineData("-9223372036854775809ns", "time: invalid duration \"-9223372036854775809ns\"")]
    [InlineData("99999999999999999999ns", "time: invalid duration \"99999999999999999999ns\"")]
    public void TryParse_InvalidText_SaysUpstreamsError(string text, string expected)
    {
        Assert.False(Duration.TryParse(Encoding.UTF8.GetBytes(text), out var duration, out var error));
        Assert.Equal(expected, error);
        Assert.Equal(default, duration);
        Assert.Equal(expected, Assert.Throws<FormatException>(() => Duration.Parse(text)).Message);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(1100, "1.1µs")]
    [InlineData(2200_000, "2.2ms")]
    [InlineData(3300_000_000, "3.3s")]
    [InlineData(300 * Second, "5m0s")]
    [InlineData(300 * Second + 5, "5m0.000000005s")]
    [InlineData(5 * 3600 * Second, "5h0m0s")]
    [InlineData(3661 * Second, "1h1m1s")]
    [InlineData(-1, "-1ns")]
    [InlineData(long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData(long.MinValue, "-2562047h47m16.854775808s")]
    public void ToString_AnyLength_IsUpstreamsText(long nanoseconds, string expected)
    {
        var duration = new Duration(nanoseconds);
        var utf8 = Encoding.UTF8.GetBytes(expected);
        Assert.Equal(expected, duration.ToString());
        Assert.False(duration.TryFormat(new byte[utf8.Length - 1], out _));
        Assert.True(duration.TryFormat(new byte[utf8.Length], out var written));
        Assert.Equal(utf8.Length, written);
    }

    [Fact]
    public void Parse_FormattedRandomDuration_IsTheSame()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var duration = new Duration(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
            Assert.Equal(duration, Duration.Parse(duration.ToString()));
        }
    }

    [Fact]
    public void TimeSpan_Converted_StopsAtTheEnds()
    {
        Assert.Equal(TimeSpan.FromSeconds(1.5), new Duration(Second + Second / 2).ToTimeSpan());
        Assert.Equal("1m30s", Duration.From(TimeSpan.FromSeconds(90)).ToString());
        Assert.Equal(long.MaxValue, Duration.From(TimeSpan.MaxValue).Nanoseconds);
        Assert.Equal(long.MinValue, Duration.From(TimeSpan.MinValue).Nanoseconds);
    }

    [Fact]
    public void Comparison_IsByLength()
    {
        var (shorter, longer) = (new Duration(-1), new Duration(1));
        Assert.True(shorter < longer && shorter <= longer && longer > shorter && longer >= shorter && shorter.CompareTo(longer) < 0);
        Assert.False(longer < shorter || longer <= shorter || shorter > longer || shorter >= longer);
    }
}
