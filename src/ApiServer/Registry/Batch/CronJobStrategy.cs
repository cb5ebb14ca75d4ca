using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>CronJobs. Upstream: <c>pkg/registry/batch/cronjob</c>.</summary>
public sealed class CronJobStrategy : Strategy<CronJob>
{
    private static FieldPath JobSpec { get; } = FieldPath.Of("spec").Child("jobTemplate").Child("spec");

    public override UpdateStrategy<CronJob> Status { get; } = new StatusStrategy();

    public override CronJob Default(CronJob value) => JobDefaults.CronJob(value);

    public override CronJob PrepareForCreate(CronJob value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Spec = Prepared(value.Spec, old: null),
        Status = CronJobStatus.Empty,
    };

    public override CronJob PrepareForUpdate(CronJob value, CronJob old, WriteContext context)
    {
        var spec = Prepared(value.Spec, old.Spec);
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec),
            Spec = spec,
            Status = old.Status,
        };
    }

    public override void Validate(CronJob value, FieldErrorList errors) => CronJobRules.Create(errors, value);

    public override void ValidateUpdate(CronJob value, CronJob old, FieldErrorList errors) =>
        CronJobRules.Spec(errors, value.Spec, old.Spec);

    public override CronJob Canonicalize(CronJob value)
    {
        var job = value.Spec.JobTemplate;
        var template = PodTemplateDefaults.Canonical(job.Spec.Template);
        return ReferenceEquals(template, job.Spec.Template)
            ? value
            : value with { Spec = value.Spec with { JobTemplate = job with { Spec = job.Spec with { Template = template } } } };
    }

    public override void WarnOnCreate(CronJob value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "Pod names and hostnames", warnings);
        JobWarnings.Check(JobSpec, value.Spec.JobTemplate.Spec, warnings);
    }

    public override void WarnOnUpdate(CronJob value, CronJob old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation) JobWarnings.Check(JobSpec, value.Spec.JobTemplate.Spec, warnings);
        if (value.Spec.Schedule.Contains("TZ", StringComparison.Ordinal))
            warnings.Add(
                "cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see "
                + "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details");
    }

    private static CronJobSpec Prepared(CronJobSpec spec, CronJobSpec? old)
    {
        var job = spec.JobTemplate;
        var template = DisabledPodFields.Drop(job.Spec.Template, old?.JobTemplate.Spec.Template);
        return ReferenceEquals(template, job.Spec.Template)
            ? spec
            : spec with { JobTemplate = job with { Spec = job.Spec with { Template = template } } };
    }

    private sealed class StatusStrategy : UpdateStrategy<CronJob>
    {
        public override CronJob PrepareForUpdate(CronJob value, CronJob old, WriteContext context) => value with { Spec = old.Spec };
    }
}
