using System.Globalization;
using Kybernet.Controllers.CronJobs;

namespace Kybernet.Controllers.Tests.CronJobs;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/1 * * * ?", "", "2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z")]
    [InlineData("0 * * * *", "", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")]
    [InlineData("30 6-16/4 * * 1-5", "", "2026-01-02T14:31:00Z", "2026-01-05T06:30:00Z")]
    [InlineData("0 0 13 * 5", "", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("0 0 29 feb *", "", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("@daily", "", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("@every 90s", "", "2026-01-01T00:00:00.5Z", "2026-01-01T00:01:30Z")]
    [InlineData("0 9 * * *", "Asia/Seoul", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    [InlineData("TZ=Asia/Seoul 0 9 * * *", "", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")]
    public void Next_Schedule_IsTheFirstTimeAfter(string schedule, string zone, string after, string next) =>
        Assert.Equal(Parse(next), CronSchedule.Parse(schedule, zone).Next(Parse(after)));

    [Fact]
    public void Next_DayThatNeverComes_IsNone() => Assert.Null(CronSchedule.Parse("59 23 31 2 *", "").Next(Parse("2026-01-01T00:00:00Z")));

    [Theory]
    // last run, now, deadline, due
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:00:59Z", null, null)]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:01:30Z", null, "2026-01-01T00:01:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:05:30Z", null, "2026-01-01T00:05:00Z")]
    [InlineData("2026-01-01T00:00:00Z", "2026-01-01T00:05:30Z", 10L, null)]
    public void For_MissedTimes_OnlyTheLastIsDue(string last, string now, long? deadline, string? due)
    {
        var job = new Api.Batch.V1.CronJob
        {
            Spec = new() { StartingDeadlineSeconds = deadline },
            Status = new() { LastScheduleTime = Machinery.Values.Time.From(Parse(last)) },
        };

        var times = CronTimes.For(job, CronSchedule.Parse("* * * * *", ""), Parse(now));

        Assert.Equal(due is null ? null : Parse(due), times.Due);
    }

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
