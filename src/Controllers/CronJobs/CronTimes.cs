using Kybernet.Api.Batch.V1;

namespace Kybernet.Controllers.CronJobs;

/// <summary>When a CronJob is to run. Pure. Upstream: <c>mostRecentScheduleTime</c> in <c>pkg/controller/cronjob/utils.go</c>.</summary>
/// <param name="Due">The last time it should have run and has not; null for none.</param>
/// <param name="HasMissedMany">More than a hundred times before that one were missed.</param>
public sealed record CronTimes(DateTimeOffset? Due, bool HasMissedMany)
{
    private const int Many = 100;

    // Clocks differ a little: a pass a moment too early would wait for the next time.
    private static readonly TimeSpan s_slack = TimeSpan.FromMilliseconds(100);

    /// <param name="job">The CronJob.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="now">The time.</param>
    public static CronTimes For(CronJob job, CronSchedule schedule, DateTimeOffset now)
    {
        var since = Since(job);
        if (job.Spec.StartingDeadlineSeconds is { } deadline && now - TimeSpan.FromSeconds(deadline) is var earliest && earliest > since)
            since = earliest;
        if (schedule.Next(since) is not { } first || first > now) return new(null, false);
        if (schedule.Next(first) is not { } second || second > now) return new(first, false);
        // As upstream, an estimate: by the distance of the first two, then the last times one by one.
        var interval = second - first;
        var missed = (long)((now - first) / interval) + 1;
        var due = first;
        for (var next = schedule.Next(first + (interval * Math.Max(missed - 2, 0))); next <= now; next = schedule.Next(due)) due = next.Value;
        return new(due, missed > Many);
    }

    /// <summary>How long until it is to run next; null for never.</summary>
    public static TimeSpan? UntilNext(CronJob job, CronSchedule schedule, DateTimeOffset now)
    {
        var since = Since(job);
        if (schedule.Next(since) <= now) since = now;
        return schedule.Next(since) is { } next ? next + s_slack - now : null;
    }

    private static DateTimeOffset Since(CronJob job) =>
        (job.Status.LastScheduleTime ?? job.Metadata.CreationTimestamp).ToDateTimeOffset();
}
