using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class MicroTimeTests
{
    [Theory]
    [InlineData("2006-01-02T15:04:05.123456Z", 1136214245, 123456)]
    [InlineData("2006-01-02T15:04:05.000001-07:00", 1136239445, 1)]
    [InlineData("2006-01-02T15:04:05,500000Z", 1136214245, 500000)]
    [InlineData("2006-01-02T15:04:05.+12345Z", 1136214245, 12345)]
    [InlineData("2006-01-02T15:04:05.-00000Z", 1136214245, 0)]
    [InlineData("1969-12-31T23:59:59.999999Z", -1, 999999)]
    [InlineData("0001-01-01T00:00:00.000000Z", -62135596800, 0)]
    public void TryParse_ValidText_IsTheMicrosecond(string text, long unixSeconds, int micros)
    {
        Assert.True(MicroTime.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal((unixSeconds, micros, micros * 1000), (time.UnixSeconds, time.Micros, time.Nanos));
        Assert.Equal(time, MicroTime.Parse(time.ToString()));
        Assert.Equal(time, MicroTime.FromUnix(unixSeconds, micros * 1000 + 999));
        Assert.Equal(Time.FromUnixSeconds(unixSeconds), time.ToTime());
    }

    private const string Start = "\" as \"2006-01-02T15:04:05.000000Z07:00\": cannot parse \"";

    [Theory]
    [InlineData("2006-01-02T15:04:05Z", Start + "Z\" as \".000000\"")]
    [InlineData("2006-01-02T15:04:05.12345Z", Start + ".12345Z\" as \".000000\"")]
    [InlineData("2006-01-02T15:04:05.1234567Z", Start + "7Z\" as \"Z07:00\"")]
    [InlineData("2006-01-02T15:04:05:123456Z", Start + ":123456Z\" as \".000000\"")]
    [InlineData("2006-01-02T15:04:05.-12345Z", "\": fractional second out of range")]
    [InlineData("2006-01-02T15:04:60.123456Z", "\": second out of range")]
    public void TryParse_InvalidText_SaysUpstreamsError(string text, string expected)
    {
        Assert.False(MicroTime.TryParse(Encoding.UTF8.GetBytes(text), out var time, out var error));
        Assert.Equal($"parsing time \"{text}{expected}", error);
        Assert.True(time.IsZero);
        Assert.Equal(error, Assert.Throws<FormatException>(() => MicroTime.Parse(text)).Message);
    }

    [Theory]
    [InlineData(10, 0, 10, 0)]
    [InlineData(10, 999_999_999, 10, 999_999)]
    [InlineData(10, 2_000_001_000, 12, 1)]
    [InlineData(10, -1, 10, 0)]
    [InlineData(10, -1_000, 9, 999_999)]
    [InlineData(10, -2_000_001_000, 7, 999_999)]
    [InlineData(0, int.MinValue, -3, 852_517)]
    public void FromUnix_AnyNanos_AreCarried(long seconds, int nanos, long expectedSeconds, int expectedMicros)
    {
        var time = MicroTime.FromUnix(seconds, nanos);
        Assert.Equal((expectedSeconds, expectedMicros), (time.UnixSeconds, time.Micros));
    }

    [Fact]
    public void DateTimeOffset_AllYears_RoundTrip()
    {
        var random = new Random(2);
        for (var i = 0; i < 2_000; i++)
        {
            var exact = new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
            var whole = exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerMicrosecond));
            Assert.Equal(whole, MicroTime.From(exact).ToDateTimeOffset());
            Assert.Equal(whole, MicroTime.Parse(MicroTime.From(exact).ToString()).ToDateTimeOffset());
        }
    }

    [Fact]
    public void Arithmetic_AtAnyTime_IsExactOrStopsAtTheEnds()
    {
        var time = MicroTime.Parse("2024-01-01T00:00:00.000001Z");
        Assert.Equal("2023-12-31T23:59:59.999999Z", time.Subtract(TimeSpan.FromMicroseconds(2)).ToString());
        Assert.Equal(TimeSpan.FromMicroseconds(2), time - (time - TimeSpan.FromMicroseconds(2)));
        var last = MicroTime.From(Time.FromSeconds(long.MaxValue));
        var first = MicroTime.From(Time.FromSeconds(long.MinValue));
        Assert.Equal(long.MaxValue, (last + TimeSpan.MaxValue).Seconds);
        Assert.Equal(first, first + TimeSpan.MinValue);
        Assert.Equal(TimeSpan.MaxValue, last - first);
        Assert.Equal(DateTimeOffset.MaxValue, last.ToDateTimeOffset());
        Assert.Equal(DateTimeOffset.MinValue, first.ToDateTimeOffset());
    }

    [Fact]
    public void Comparison_IsBySecondThenMicrosecond()
    {
        var (early, late) = (MicroTime.FromUnix(1, 1_000), MicroTime.FromUnix(1, 2_000));
        Assert.True(early < late && early <= late && late > early && late >= early && early.CompareTo(late) < 0);
        Assert.True(late < MicroTime.FromUnix(2) && default(MicroTime).IsZero && !early.IsZero);
        Assert.Equal(16, System.Runtime.CompilerServices.Unsafe.SizeOf<MicroTime>());
    }
}
