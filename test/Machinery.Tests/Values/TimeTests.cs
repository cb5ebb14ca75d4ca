using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class TimeTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("0001-01-01T00:00:00Z", -62135596800)]
    [InlineData("0000-01-01T00:00:00Z", -62167219200)]
    [InlineData("9999-12-31T23:59:59Z", 253402300799)]
    [InlineData("2024-02-29T12:34:56Z", 1709210096)]
    [InlineData("2000-02-29T00:00:00Z", 951782400)]
    [InlineData("2006-01-02T15:04:05+07:00", 1136189045)]
    [InlineData("2006-01-02T15:04:05-07:00", 1136239445)]
    [InlineData("2006-01-02T15:04:05.999999999Z", 1136214245)]
    [InlineData("2006-01-02T15:04:05,1234567890123Z", 1136214245)]
    [InlineData("2006-01-02T5:04:05Z", 1136178245)]
    [InlineData("2006-01-02T15:04:05+24:60", 1136124245)]
    public void TryParse_ValidText_IsTheSecond(string text, long unixSeconds)
    {
        Assert.True(Time.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(unixSeconds, time.UnixSeconds);
        Assert.Equal(Time.FromUnixSeconds(unixSeconds), time);
        Assert.Equal(time, Time.Parse(time.ToString()));
    }

    private const string Start = "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"";

    [Theory]
    [InlineData("", Start + "\" as \"2006\"")]
    [InlineData("2006", Start + "\" as \"-\"")]
    [InlineData("206-01-02T15:04:05Z", Start + "206-01-02T15:04:05Z\" as \"2006\"")]
    [InlineData("2006-1-02T15:04:05Z", Start + "1-02T15:04:05Z\" as \"01\"")]
    [InlineData("2006-13-02T15:04:05Z", "\": month out of range")]
    [InlineData("2006-00-02T15:04:05Z", "\": month out of range")]
    [InlineData("2006-01-00T15:04:05Z", "\": day out of range")]
    [InlineData("2006-02-29T15:04:05Z", "\": day out of range")]
    [InlineData("1900-02-29T15:04:05Z", "\": day out of range")]
    [InlineData("2006-01-02t15:04:05Z", Start + "t15:04:05Z\" as \"T\"")]
    [InlineData("2006-01-02 15:04:05Z", Start + " 15:04:05Z\" as \"T\"")]
    [InlineData("2006-01-02T24:04:05Z", "\": hour out of range")]
    [InlineData("2006-01-02T15:60:05Z", "\": minute out of range")]
    [InlineData("2006-01-02T15:04:60Z", "\": second out of range")]
    [InlineData("2006-01-02T15:04:5Z", Start + "5Z\" as \"05\"")]
    [InlineData("2006-01-02T15:04:05", Start + "\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05z", Start + "z\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05.Z", Start + ".Z\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05+0700", Start + "+0700\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05+25:00", "\": time zone offset hour out of range")]
    [InlineData("2006-01-02T15:04:05+24:61", "\": time zone offset minute out of range")]
    [InlineData("2006-01-02T15:04:05Zx", "\": extra text: \"x\"")]
    public void TryParse_InvalidText_SaysUpstreamsError(string text, string expected)
    {
        Assert.False(Time.TryParse(Encoding.UTF8.GetBytes(text), out var time, out var error));
        Assert.Equal($"parsing time \"{text}{expected}", error);
        Assert.True(time.IsZero);
        Assert.Equal(error, Assert.Throws<FormatException>(() => Time.Parse(text)).Message);
    }

    [Fact]
    public void TryParse_BytesThatNeedQuoting_AreEscapedInTheError()
    {
        Assert.False(Time.TryParse("\"\\é\0"u8, out _, out var error));
        Assert.Equal("parsing time \"\\\"\\\\\\xc3\\xa9\\x00\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\\\"\\\\\\xc3\\xa9\\x00\" as \"2006\"", error);
    }

    [Theory]
    [InlineData(0, "0001-01-01T00:00:00Z")]
    [InlineData(-1, "0000-12-31T23:59:59Z")]
    [InlineData(-31622400, "0000-01-01T00:00:00Z")]
    [InlineData(-31622401, "-0001-12-31T23:59:59Z")]
    [InlineData(315537897600, "10000-01-01T00:00:00Z")]
    [InlineData(long.MaxValue, "292277024627-12-06T15:30:07Z")]
    [InlineData(long.MinValue, "-292277024626-01-27T08:29:52Z")]
    public void ToString_AnySecond_IsUpstreamsText(long seconds, string expected)
    {
        Assert.Equal(expected, Time.FromSeconds(seconds).ToString());
        Assert.Equal(expected[..^1] + ".000000Z", MicroTime.From(Time.FromSeconds(seconds)).ToString());
    }

    [Fact]
    public void TryFormat_ShortBuffer_ReturnsFalse()
    {
        Assert.False(Time.FromUnixSeconds(0).TryFormat(new byte[19], out var written));
        Assert.Equal(0, written);
        Assert.True(Time.FromUnixSeconds(0).TryFormat(new byte[20], out written));
        Assert.Equal(20, written);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void AnySecond_Converted_NeitherThrowsNorChanges(long seconds)
    {
        var time = Time.FromSeconds(seconds);
        Assert.Equal(time, Time.FromUnixSeconds(time.UnixSeconds));
        Assert.Equal(seconds, Time.FromUnixSeconds(seconds).UnixSeconds);
        Assert.InRange(time.ToDateTimeOffset(), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.True(time + TimeSpan.MaxValue >= time);
        Assert.True(time - TimeSpan.MaxValue <= time);
        Assert.True(time - TimeSpan.MinValue >= time);
    }

    [Fact]
    public void DateTimeOffset_AllYears_RoundTrip()
    {
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var exact = new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
            var whole = exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond));
            Assert.Equal(whole, Time.From(exact.ToOffset(TimeSpan.Zero)).ToDateTimeOffset());
            Assert.Equal(whole.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture), Time.From(exact).ToString());
            Assert.Equal(whole.ToUnixTimeSeconds(), Time.From(exact).UnixSeconds);
        }
    }

    [Fact]
    public void Arithmetic_WithSpans_DropsFractions()
    {
        var time = Time.Parse("2024-01-01T00:00:00Z");
        Assert.Equal("2024-01-01T00:00:01Z", (time + TimeSpan.FromSeconds(1.9)).ToString());
        Assert.Equal("2023-12-31T23:59:58Z", (time + TimeSpan.FromSeconds(-1.9)).ToString());
        Assert.Equal("2023-12-31T23:59:58Z", (time - TimeSpan.FromSeconds(1.9)).ToString());
        Assert.Equal(TimeSpan.FromDays(1), time.Add(TimeSpan.FromDays(1)) - time);
        Assert.Equal(TimeSpan.MaxValue, Time.FromSeconds(long.MaxValue) - time);
        Assert.Equal(TimeSpan.MinValue, Time.FromSeconds(long.MinValue) - time);
    }

    [Fact]
    public void Comparison_IsByTime()
    {
        var (early, late) = (Time.FromUnixSeconds(1), Time.FromUnixSeconds(2));
        Assert.True(early < late && early <= late && late > early && late >= early && early.CompareTo(late) < 0);
        Assert.False(late < early || late <= early || early > late || early >= late || early == late);
        Assert.True(default(Time) < early && default(Time).IsZero);
    }
}
