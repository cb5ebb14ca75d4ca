using Kybernet.ApiServer.Tables;

namespace Kybernet.ApiServer.Tests.Tables;

public class HumanDurationTests
{
    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long Year = 365 * Day;

    [Theory]
    [InlineData(-2, "<invalid>")]
    [InlineData(-1, "0s")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(2 * Minute, "2m")]
    [InlineData((2 * Minute) + 1, "2m1s")]
    [InlineData((10 * Minute) + 59, "10m")]
    [InlineData((3 * Hour) - 1, "179m")]
    [InlineData(3 * Hour, "3h")]
    [InlineData((7 * Hour) + (59 * Minute), "7h59m")]
    [InlineData((8 * Hour) + (59 * Minute), "8h")]
    [InlineData(47 * Hour, "47h")]
    [InlineData(2 * Day, "2d")]
    [InlineData((7 * Day) + (23 * Hour), "7d23h")]
    [InlineData((8 * Day) + (23 * Hour), "8d")]
    [InlineData((2 * Year) - 1, "729d")]
    [InlineData(2 * Year, "2y")]
    [InlineData((2 * Year) + (35 * Day), "2y35d")]
    [InlineData((8 * Year) + (300 * Day), "8y")]
    public void Format_Seconds_ReadsAsUpstreams(long seconds, string expected) =>
        Assert.Equal(expected, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));
}
