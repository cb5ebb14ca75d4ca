using System.Globalization;
using Kybernet.Api.Batch.V1;
using Kybernet.Controllers.Jobs;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.CronJobs;

/// <summary>What a CronJob's status says of its Jobs, and the Jobs it makes. Pure. Upstream: <c>pkg/controller/cronjob</c>.</summary>
public static class CronJobPlan
{
    private const string ScheduledAnnotation = "batch.kubernetes.io/cronjob-scheduled-timestamp";

    /// <summary>The status without Jobs that ended, and with the time of the last that went well; and those that ended just now.</summary>
    public static (CronJobStatus Status, IReadOnlyList<Job> Ended) Look(CronJob cronJob, IReadOnlyList<Job> jobs)
    {
        var (status, ended) = (cronJob.Status, new List<Job>());
        foreach (var job in jobs.Where(static job => job.IsFinished))
        {
            if (status.Active.Any(active => active.Uid == job.Metadata.Uid))
            {
                ended.Add(job);
                status = status.Without(job.Metadata.Uid);
            }

            var hasSucceeded = job.Status.TrueConditionOf(JobConditionType.Complete) is not null;
            if (!hasSucceeded || job.Status.CompletionTime is not { } completed) continue;
            if (status.LastSuccessfulTime is null || status.LastSuccessfulTime.Value.ToDateTimeOffset() < completed.ToDateTimeOffset())
                status = status with { LastSuccessfulTime = completed };
        }

        return (status, ended);
    }

    public static CronJobStatus Without(this CronJobStatus status, string uid) =>
        status with { Active = status.Active.Where(active => active.Uid != uid).ToListOf() };

    public static CronJobStatus WithActive(this CronJobStatus status, Job job) => status with
    {
        Active = status.Active.Add(new()
        {
            Kind = "Job",
            Namespace = job.Metadata.Namespace,
            Name = job.Metadata.Name,
            Uid = job.Metadata.Uid,
            ApiVersion = "batch/v1",
            ResourceVersion = job.Metadata.ResourceVersion,
        }),
    };

    /// <summary>The oldest Jobs that ended beyond what is to be kept of each outcome.</summary>
    public static IEnumerable<Job> Surplus(CronJob cronJob, IReadOnlyList<Job> jobs) =>
        Oldest(jobs, JobConditionType.Complete, cronJob.Spec.SuccessfulJobsHistoryLimit)
            .Concat(Oldest(jobs, JobConditionType.Failed, cronJob.Spec.FailedJobsHistoryLimit));

    /// <summary>One Job a time: its name is made of the minute, so that no time is served twice.</summary>
    public static string NameOf(CronJob cronJob, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{cronJob.Metadata.Name}-{at.ToUnixTimeSeconds() / 60}");

    public static Job NewJob(CronJob cronJob, DateTimeOffset at)
    {
        var template = cronJob.Spec.JobTemplate;
        var zone = cronJob.Spec.TimeZone is { Length: > 0 } name ? TimeZoneInfo.FindSystemTimeZoneById(name) : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var text = local.ToString(local.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        return new()
        {
            Metadata = new()
            {
                Name = NameOf(cronJob, at),
                Namespace = cronJob.Metadata.Namespace,
                Labels = template.Metadata.Labels,
                Annotations = template.Metadata.Annotations.SetItem(ScheduledAnnotation, text),
                OwnerReferences = [cronJob.ToControllerReference()],
            },
            Spec = template.Spec,
        };
    }

    private static IEnumerable<Job> Oldest(IReadOnlyList<Job> jobs, string outcome, int? limit)
    {
        if (limit is not { } most) return [];
        var ended = jobs.Where(job => job.Status.TrueConditionOf(outcome) is not null)
            .OrderBy(static job => job.Status.StartTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue)
            .ThenBy(static job => job.Metadata.Name, StringComparer.Ordinal).ToList();
        return ended.Take(Math.Max(ended.Count - most, 0));
    }
}
