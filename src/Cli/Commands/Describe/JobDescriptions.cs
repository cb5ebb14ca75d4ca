using System.Globalization;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary>What runs pods to their end. Upstream: <c>describeJob</c>, <c>describeCronJob</c>.</summary>
internal static class JobDescriptions
{
    private const string Unset = "<unset>";
    private const int IndexLimit = 50;

    public static void Job(Description description, JsonValue value)
    {
        var (spec, status) = (value["spec"], value["status"]);
        description.Field("Name", value.Name());
        description.Field("Namespace", value.Space());
        description.Field("Selector", SelectorText.Of(spec["selector"]));
        description.Meta(value);
        if (PodDescription.Controller(value) is { Length: > 0 } owner) description.Field("Controlled By", owner);
        description.Number("Parallelism", spec["parallelism"]);
        description.Field("Completions", Number(spec["completions"]));
        if (spec.Text("completionMode") is { Length: > 0 } mode) description.Field("Completion Mode", mode);
        if (spec["suspend"].AsBool() is { } suspend) description.Field("Suspend", suspend ? "true" : "false");
        description.Number("Backoff Limit", spec["backoffLimit"]);
        description.Number("TTL Seconds After Finished", spec["ttlSecondsAfterFinished"]);
        Times(description, status);
        description.Number("Active Deadline Seconds", spec["activeDeadlineSeconds"], "s");
        var ready = status["ready"].AsInteger() is { } count ? string.Create(CultureInfo.InvariantCulture, $" ({count} Ready)") : "";
        description.Field("Pods Statuses", string.Create(
            CultureInfo.InvariantCulture,
            $"{status.Int("active")} Active{ready} / {status.Int("succeeded")} Succeeded / {status.Int("failed")} Failed"));
        if (spec.Text("completionMode") == "Indexed") description.Field("Completed Indexes", Indexes(status.Text("completedIndexes")));
        PodDescription.Template(description, spec["template"]);
    }

    public static void CronJob(Description description, JsonValue value)
    {
        var (spec, status) = (value["spec"], value["status"]);
        description.Head(value);
        description.Field("Schedule", spec.Text("schedule"));
        description.Field("Concurrency Policy", spec.Text("concurrencyPolicy"));
        description.Field("Suspend", spec["suspend"].AsBool() is { } suspend ? suspend ? "True" : "False" : Unset);
        description.Field("Time Zone", spec["timeZone"].AsString() ?? Unset);
        description.Field("Successful Job History Limit", Number(spec["successfulJobsHistoryLimit"]));
        description.Field("Failed Job History Limit", Number(spec["failedJobsHistoryLimit"]));
        description.Field("Starting Deadline Seconds", spec["startingDeadlineSeconds"].IsNull ? Unset : Number(spec["startingDeadlineSeconds"]) + "s");
        var job = spec.At("jobTemplate", "spec");
        description.Field("Selector", job["selector"].IsNull ? Unset : SelectorText.Of(job["selector"]));
        description.Field("Parallelism", Number(job["parallelism"]));
        description.Field("Completions", Number(job["completions"]));
        description.Number("Active Deadline Seconds", job["activeDeadlineSeconds"], "s");
        PodDescription.Template(description, job["template"]);
        description.Field("Last Schedule Time", status.Text("lastScheduleTime") is { Length: > 0 } last ? description.Time(last) : Unset);
        description.Field("Active Jobs", SelectorText.OrNone(string.Join(", ", status["active"].Items.Select(static one => one.Text("name")))));
    }

    private static void Times(Description description, JsonValue status)
    {
        var (start, end) = (status.Text("startTime"), status.Text("completionTime"));
        if (start.Length > 0) description.Field("Start Time", description.Time(start));
        if (end.Length == 0) return;
        description.Field("Completed At", description.Time(end));
        if (DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out var began)
            && DateTimeOffset.TryParse(end, CultureInfo.InvariantCulture, out var ended))
            description.Field("Duration", HumanAge.Of(ended - began));
    }

    private static string Number(JsonValue value) => value.IsNull ? Unset : JsonText.Plain(value);

    /// <summary>The first of many; cut after a comma.</summary>
    private static string Indexes(string indexes)
    {
        if (indexes.Length == 0) return "<none>";
        var comma = indexes.Length > IndexLimit ? indexes.IndexOf(',', IndexLimit) : -1;
        return comma < 0 ? indexes : indexes[..(comma + 1)] + "...";
    }
}
