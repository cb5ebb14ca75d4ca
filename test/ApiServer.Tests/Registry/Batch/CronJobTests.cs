using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Batch;

namespace Kybernet.ApiServer.Tests.Registry.Batch;

public class CronJobTests
{
    private static readonly CronJobStrategy s_cronJobs = new();

    [Fact]
    public void Validate_ValidCronJob_HasNoErrors() =>
        RuleAssert.None(errors => s_cronJobs.Validate(Manifests.Read<CronJob>(JobManifests.CronJob), errors));

    [Theory]
    [InlineData("0 0 1 1 0")]
    [InlineData("*/15 0-6,20 ? jan-dec SUN")]
    [InlineData("5/10 * * * *")]
    [InlineData("@hourly")]
    [InlineData("@every 1h30m")]
    public void Validate_Schedule_IsAccepted(string schedule) =>
        RuleAssert.None(errors => s_cronJobs.Validate(CronJob("spec", $"schedule: '{schedule}'"), errors));

    [Theory]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("a * * * *", "failed to parse int from a: strconv.Atoi: parsing \"a\": invalid syntax")]
    [InlineData("* * * * mon-fri-sun", "too many hyphens")]
    [InlineData("@never", "unrecognized descriptor: @never")]
    [InlineData("@every x", "failed to parse duration @every x: time: invalid duration \"x\"")]
    [InlineData("TZ=UTC * * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("TZ=Nowhere/City * * * * *", "provided bad location Nowhere/City: unknown time zone Nowhere/City")]
    [InlineData("TZ=0", "invalid schedule format: runtime error")]
    public void Validate_BadSchedule_SaysWhy(string schedule, string part) => RuleAssert.Has(
        "spec.schedule", part, errors => s_cronJobs.Validate(CronJob("spec", $"schedule: '{schedule}'"), errors));

    [Theory]
    [InlineData("Europe/Amsterdam", null)]
    [InlineData("UTC", null)]
    [InlineData("", "timeZone must be nil or non-empty string")]
    [InlineData("Local", "timeZone must be an explicit time zone")]
    [InlineData("Europe/Atlantis", "unknown time zone Europe/Atlantis")]
    [InlineData("../Europe", "unknown time zone ../Europe")]
    public void Validate_TimeZone_IsOneThereIs(string zone, string? part)
    {
        var cronJob = CronJob("spec", $"timeZone: '{zone}'");
        if (part is null) RuleAssert.None(errors => s_cronJobs.Validate(cronJob, errors));
        else RuleAssert.Has("spec.timeZone", part, errors => s_cronJobs.Validate(cronJob, errors));
    }

    [Theory]
    [InlineData("spec", "jobTemplate: {spec: {selector: {}}}", "spec.jobTemplate.spec.selector", "`selector` will be auto-generated")]
    [InlineData(
        "spec", "jobTemplate: {spec: {manualSelector: true}}", "spec.jobTemplate.spec.manualSelector",
        "supported values: \"nil\", \"false\"")]
    [InlineData(
        "spec", "jobTemplate: {spec: {template: {spec: {restartPolicy: Always}}}}", "spec.jobTemplate.spec.template.spec.restartPolicy",
        "valid values")]
    [InlineData(
        "metadata", "name: a23456789012345678901234567890123456789012345678901234", "metadata.name",
        "must be no more than 52 characters")]
    public void Validate_BadCronJob_NamesTheField(string at, string patch, string field, string part) =>
        RuleAssert.Has(field, part, errors => s_cronJobs.Validate(CronJob(at, patch), errors));

    [Fact]
    public void ValidateUpdate_ZoneInTheSchedule_IsToleratedIfItWasThere()
    {
        var old = CronJob("spec", "schedule: 'TZ=UTC * * * * *'");
        RuleAssert.None(errors => s_cronJobs.ValidateUpdate(old, old, errors));
        RuleAssert.Has(
            "spec.schedule", "cannot use both timeZone field and TZ",
            errors => s_cronJobs.ValidateUpdate(CronJob("spec", "{schedule: 'TZ=UTC * * * * *', timeZone: UTC}"), old, errors));
    }

    private static CronJob CronJob(string at, string patch) => Manifests.Patched<CronJob>(JobManifests.CronJob, at, patch);
}
