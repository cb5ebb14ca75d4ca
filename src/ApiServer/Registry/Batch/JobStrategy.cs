using System.Globalization;
using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Jobs. Upstream: <c>pkg/registry/batch/job</c>.</summary>
public sealed class JobStrategy : Strategy<Job>
{
    public override UpdateStrategy<Job> Status { get; } = new StatusStrategy();

    public override bool OrphansDependentsByDefault => true;

    public override ListOf<string> SelectableFields => ["status.successful"];

    public override Job Default(Job value) => JobDefaults.Job(value);

    /// <summary>The selector is made of the job's name and uid, which it has by now.</summary>
    public override Job PrepareForCreate(Job value, WriteContext context)
    {
        var spec = JobLabels.Generate(value.Spec, value.Metadata);
        // The generated labels are the template's, and a job without labels has its template's: upstream when it reads the job back.
        return JobDefaults.Job(value with
        {
            Metadata = value.Metadata.WithFirstGeneration(),
            Spec = spec with { Template = DisabledPodFields.Drop(spec.Template, old: null) },
            Status = JobStatus.Empty,
        });
    }

    public override Job PrepareForUpdate(Job value, Job old, WriteContext context)
    {
        var spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old.Spec.Template) };
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec),
            Spec = spec,
            Status = old.Status,
        };
    }

    public override void Validate(Job value, FieldErrorList errors)
    {
        JobLabels.Check(errors, value, requirePrefixed: true);
        JobSpecRules.Job(errors, value, PodRuleOptions.Strict);
    }

    public override void ValidateUpdate(Job value, Job old, FieldErrorList errors) => JobUpdateRules.Check(errors, value, old);

    public override Job Canonicalize(Job value)
    {
        var template = PodTemplateDefaults.Canonical(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override string? SelectableField(Job value, string field) =>
        field == "status.successful" ? value.Status.Succeeded.ToString(CultureInfo.InvariantCulture) : null;

    public override void WarnOnCreate(Job value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "Pod names and hostnames", warnings);
        JobWarnings.Check(FieldPath.Of("spec"), value.Spec, warnings);
    }

    public override void WarnOnUpdate(Job value, Job old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation) JobWarnings.Check(FieldPath.Of("spec"), value.Spec, warnings);
    }

    private sealed class StatusStrategy : UpdateStrategy<Job>
    {
        public override Job PrepareForUpdate(Job value, Job old, WriteContext context) => value with { Spec = old.Spec };

        public override void ValidateUpdate(Job value, Job old, FieldErrorList errors) => JobStatusRules.Check(errors, value, old);
    }
}
