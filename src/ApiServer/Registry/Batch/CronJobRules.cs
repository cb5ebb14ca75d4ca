using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>The rules of CronJobs. Upstream: <c>validateCronJobSpec</c> of <c>pkg/apis/batch/validation</c>.</summary>
internal static class CronJobRules
{
    /// <summary>A job is called after its CronJob and the time: 11 characters more, of the 63 of a label.</summary>
    private const int MaxNameLength = 52;

    public static void Create(FieldErrorList errors, CronJob cronJob)
    {
        Spec(errors, cronJob.Spec, old: null);
        if (cronJob.Metadata.Name.Length > MaxNameLength)
            errors.Reject(
                FieldPath.Of("metadata").Child("name"), cronJob.Metadata.Name, $"must be no more than {MaxNameLength} characters");
    }

    public static void Spec(FieldErrorList errors, CronJobSpec spec, CronJobSpec? old)
    {
        var path = FieldPath.Of("spec");
        if (spec.Schedule.Length > 0) Schedule(errors, path.Child("schedule"), spec, old);
        if (old is null || old.TimeZone != spec.TimeZone) TimeZones.Check(errors, path.Child("timeZone"), spec.TimeZone);
        var (job, at) = (spec.JobTemplate.Spec, path.Child("jobTemplate").Child("spec"));
        JobSpecRules.Spec(errors, at, job, PodRuleOptionsOf.Template(old?.JobTemplate.Spec.Template));
        if (job.Selector is { } selector)
            errors.Reject(at.Child("selector"), ImmutableRules.Shown(selector), "`selector` will be auto-generated");
        if (job.ManualSelector == true) errors.Add(FieldError.NotSupported(at.Child("manualSelector"), true, ["nil", "false"]));
    }

    /// <summary>The zone has a field of its own; CronJobs that had it in the schedule may keep it.</summary>
    private static void Schedule(FieldErrorList errors, FieldPath path, CronJobSpec spec, CronJobSpec? old)
    {
        if (CronSchedules.Problem(spec.Schedule) is { } problem) errors.Reject(path, spec.Schedule, problem);
        if (!spec.Schedule.Contains("TZ", StringComparison.Ordinal)) return;
        if (old?.Schedule.Contains("TZ", StringComparison.Ordinal) != true)
            errors.Reject(path, spec.Schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        else if (spec.TimeZone is not null)
            errors.Reject(path, spec.Schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
}
