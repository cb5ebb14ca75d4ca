using Kybernet.Api.Batch.V1;
using Kybernet.ApiServer.Registry.Core.Pods;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>Defaults of Jobs and CronJobs. Upstream: <c>pkg/apis/batch/v1/defaults.go</c>.</summary>
internal static class JobDefaults
{
    private const int BackoffLimit = 6;

    public static Job Job(Job job)
    {
        var spec = Spec(job.Spec);
        var labels = spec.Template.Metadata.Labels;
        if (!ReferenceEquals(spec, job.Spec)) job = job with { Spec = spec };
        return job.Metadata.Labels.IsEmpty && !labels.IsEmpty ? job with { Metadata = job.Metadata with { Labels = labels } } : job;
    }

    /// <summary>The job's own fields stay open: they are defaulted in each job made of the template.</summary>
    public static CronJob CronJob(CronJob cronJob)
    {
        var job = cronJob.Spec.JobTemplate;
        var template = PodTemplateDefaults.Template(job.Spec.Template);
        return ReferenceEquals(template, job.Spec.Template)
            ? cronJob
            : cronJob with { Spec = cronJob.Spec with { JobTemplate = job with { Spec = job.Spec with { Template = template } } } };
    }

    private static JobSpec Spec(JobSpec spec)
    {
        var template = PodTemplateDefaults.Template(spec.Template);
        var isComplete = spec is
        {
            Parallelism: not null, BackoffLimit: not null, CompletionMode: not null, Suspend: not null, PodReplacementPolicy: not null,
            ManualSelector: not null,
        };
        if (isComplete && ReferenceEquals(template, spec.Template)) return spec;
        return spec with
        {
            Completions = spec is { Completions: null, Parallelism: null } ? 1 : spec.Completions,
            Parallelism = spec.Parallelism ?? 1,
            BackoffLimit = spec.BackoffLimit ?? (spec.BackoffLimitPerIndex is null ? BackoffLimit : int.MaxValue),
            CompletionMode = spec.CompletionMode ?? CompletionMode.NonIndexed,
            Suspend = spec.Suspend ?? false,
            PodReplacementPolicy = spec.PodReplacementPolicy
                ?? (spec.PodFailurePolicy is null ? PodReplacementPolicy.TerminatingOrFailed : PodReplacementPolicy.Failed),
            ManualSelector = spec.ManualSelector ?? false,
            Template = template,
        };
    }
}
