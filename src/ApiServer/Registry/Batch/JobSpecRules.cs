using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>The rules of jobs. Upstream: <c>ValidateJobSpec</c> of <c>pkg/apis/batch/validation</c>.</summary>
internal static class JobSpecRules
{
    private const int MaxIndexedParallelism = 100_000;
    private const int MaxFailedIndexes = 100_000;
    private const int ManyCompletions = 100_000;
    private const int MaxOfMany = 10_000;

    /// <summary>A job as it runs: with its selector.</summary>
    public static void Job(FieldErrorList errors, Job job, PodRuleOptions options)
    {
        var path = FieldPath.Of("spec");
        Spec(errors, path, job.Spec, options);
        if (job.Spec.Selector is not { } selector) errors.Demand(path.Child("selector"));
        else LabelSelectorRules.Validate(errors, path.Child("selector"), selector.ToTerms(), options.InvalidLabelValueInSelector);
        SelectorRules.MatchesTemplate(errors, path.Child("template"), job.Spec.Selector, job.Spec.Template.Metadata.Labels);
        if (!IsIndexed(job.Spec) || job.Spec.Completions is not ({ } completions and > 0)) return;
        // Pods of indexed jobs have their index in the hostname.
        var hostname = $"{job.Metadata.Name}-{completions - 1}";
        if (!DnsNames.IsDns1123Label(hostname).IsEmpty)
            errors.Reject(
                FieldPath.Of("metadata").Child("name"), job.Metadata.Name,
                $"will not able to create pod with invalid DNS label: {hostname}");
    }

    /// <summary>A job as a CronJob makes it: the selector is not made yet.</summary>
    public static void Spec(FieldErrorList errors, FieldPath path, JobSpec spec, PodRuleOptions options)
    {
        if (spec.MaxFailedIndexes is not null && spec.BackoffLimitPerIndex is null)
            errors.Demand(path.Child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
        if (spec.ManagedBy is { } manager) QualifiedNames.IsDomainPrefixedPath(errors, path.Child("managedBy"), manager);
        if (IsIndexed(spec)) Indexed(errors, path, spec);
        else NotIndexed(errors, path, spec);
        if (spec.PodFailurePolicy is { } policy) PodFailurePolicyRules.Check(errors, path.Child("podFailurePolicy"), policy, spec);
        ReplacementPolicy(errors, path.Child("podReplacementPolicy"), spec);
        PodTemplateRules.Check(errors, path.Child("template"), spec.Template, options);
        Restart(errors, path.Child("template").Child("spec").Child("restartPolicy"), spec);
    }

    public static bool IsIndexed(JobSpec spec) => spec.CompletionMode == CompletionMode.Indexed;

    private static void Indexed(FieldErrorList errors, FieldPath path, JobSpec spec)
    {
        if (spec.Completions is null) errors.Demand(path.Child("completions"), "when completion mode is Indexed");
        if (spec.Parallelism is { } parallelism and > MaxIndexedParallelism)
            errors.Reject(
                path.Child("parallelism"), parallelism,
                $"must be less than or equal to {MaxIndexedParallelism} when completion mode is Indexed");
        var at = path.Child("maxFailedIndexes");
        if (spec.MaxFailedIndexes is { } failed)
        {
            if (failed > spec.Completions) errors.Reject(at, failed, "must be less than or equal to completions");
            if (failed > MaxFailedIndexes) errors.Reject(at, failed, $"must be less than or equal to {MaxFailedIndexes}");
        }

        if (spec is { Completions: > ManyCompletions, BackoffLimitPerIndex: not null }) ManyIndexes(errors, path, spec);
        if (spec.SuccessPolicy is { } policy) SuccessPolicyRules.Check(errors, path.Child("successPolicy"), policy, spec.Completions ?? 0);
    }

    private static void ManyIndexes(FieldErrorList errors, FieldPath path, JobSpec spec)
    {
        var detail = $"must be less than or equal to {MaxOfMany} when completions are above {ManyCompletions} "
            + "and used with backoff limit per index";
        if (spec.MaxFailedIndexes is null)
            errors.Demand(path.Child("maxFailedIndexes"), $"must be specified when completions is above {ManyCompletions}");
        if (spec.Parallelism is { } parallelism and > MaxOfMany) errors.Reject(path.Child("parallelism"), parallelism, detail);
        if (spec.MaxFailedIndexes is { } failed and > MaxOfMany) errors.Reject(path.Child("maxFailedIndexes"), failed, detail);
    }

    private static void NotIndexed(FieldErrorList errors, FieldPath path, JobSpec spec)
    {
        const string Detail = "requires indexed completion mode";
        if (spec.BackoffLimitPerIndex is { } limit) errors.Reject(path.Child("backoffLimitPerIndex"), limit, Detail);
        if (spec.MaxFailedIndexes is { } failed) errors.Reject(path.Child("maxFailedIndexes"), failed, Detail);
        if (spec.SuccessPolicy is { } policy) errors.Reject(path.Child("successPolicy"), ImmutableRules.Shown(policy), Detail);
    }

    private static void ReplacementPolicy(FieldErrorList errors, FieldPath path, JobSpec spec)
    {
        if (spec.PodReplacementPolicy is not { } policy) return;
        if (spec.PodFailurePolicy is null) EnumRules.Supported(errors, path, policy, PodReplacementPolicy.Values);
        else if (policy != PodReplacementPolicy.Failed) errors.Unsupported(path, policy, PodReplacementPolicy.Failed);
    }

    private static void Restart(FieldErrorList errors, FieldPath path, JobSpec spec)
    {
        var policy = spec.Template.Spec.RestartPolicy;
        if (policy is "" or RestartPolicy.Always) errors.Demand(path, "valid values: \"OnFailure\", \"Never\"");
        else if (policy is not (RestartPolicy.OnFailure or RestartPolicy.Never))
            errors.Unsupported(path, policy, RestartPolicy.OnFailure, RestartPolicy.Never);
        else if (spec.PodFailurePolicy is not null && policy != RestartPolicy.Never)
            errors.Reject(path, FieldValue.JsonString(policy), "only \"Never\" is supported when podFailurePolicy is specified");
    }
}
