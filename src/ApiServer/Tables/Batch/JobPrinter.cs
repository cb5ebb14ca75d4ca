using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.ApiServer.Tables.Batch;

/// <summary>Jobs.</summary>
public sealed class JobPrinter() : TablePrinter<Job>(
[
    Column.Name,
    Column.Text("Status", "What the job is doing, or how it ended."),
    Column.Text("Completions", "How many pods have succeeded, of how many."),
    Column.Text("Duration", "How long the job took, or has been running."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(Job value, DateTimeOffset now)
    {
        var containers = value.Spec.Template.Spec.Containers;
        return
        [
            value.Metadata.Name, Status(value), Completions(value), Duration(value, now), Cell.Age(value.Metadata, now),
            Cell.Names(containers), Cell.Images(containers), LabelSelectorTerms.Format(value.Spec.Selector.ToTerms()),
        ];
    }

    private static string Status(Job job)
    {
        if (Has(job, "Complete")) return "Complete";
        if (Has(job, "Failed")) return "Failed";
        if (job.Metadata.DeletionTimestamp is not null) return "Terminating";
        if (Has(job, "Suspended")) return "Suspended";
        if (Has(job, "FailureTarget")) return "FailureTarget";
        return Has(job, "SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running";
    }

    private static string Completions(Job job)
    {
        if (job.Spec.Completions is { } wanted) return $"{job.Status.Succeeded}/{wanted}";
        return job.Spec.Parallelism is { } parallel and > 1 ? $"{job.Status.Succeeded}/1 of {parallel}" : $"{job.Status.Succeeded}/1";
    }

    private static string Duration(Job job, DateTimeOffset now)
    {
        if (job.Status.StartTime is not { } start) return "";
        return HumanDuration.Format(job.Status.CompletionTime is { } end ? end - start : now - start.ToDateTimeOffset());
    }

    private static bool Has(Job job, string type) =>
        job.Status.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status == "True";
}

/// <summary>Cron jobs.</summary>
public sealed class CronJobPrinter() : TablePrinter<CronJob>(
[
    Column.Name,
    Column.Text("Schedule", "When jobs are made, in cron format."),
    Column.Text("Timezone", "The time zone of the schedule."),
    Column.Boolean("Suspend", "Whether no further jobs are made."),
    Column.Integer("Active", "How many jobs are running."),
    Column.Text("Last Schedule", "How long ago a job was last made."),
    Column.Age, Column.Containers, Column.Images, Column.Selector,
])
{
    protected override ListOf<JsonValue> Row(CronJob value, DateTimeOffset now)
    {
        var job = value.Spec.JobTemplate.Spec;
        return
        [
            value.Metadata.Name, value.Spec.Schedule, value.Spec.TimeZone ?? Cell.None, Cell.Bool(value.Spec.Suspend),
            value.Status.Active.Count,
            value.Status.LastScheduleTime is { } last ? Cell.Since(last, now) : Cell.None, Cell.Age(value.Metadata, now),
            Cell.Names(job.Template.Spec.Containers), Cell.Images(job.Template.Spec.Containers),
            LabelSelectorTerms.Format(job.Selector.ToTerms()),
        ];
    }
}
