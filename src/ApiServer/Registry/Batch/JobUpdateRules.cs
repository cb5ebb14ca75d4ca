using Kybernet.Api.Batch.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>What may change in a job. Upstream: <c>ValidateJobSpecUpdate</c>.</summary>
internal static class JobUpdateRules
{
    public static void Check(FieldErrorList errors, Job job, Job old)
    {
        var options = PodRuleOptionsOf.Template(old.Spec.Template);
        if (SelectorRules.HasInvalidValues(old.Spec.Selector)) options = options with { InvalidLabelValueInSelector = true };
        var labels = old.Spec.Template.Metadata.Labels;
        JobLabels.Check(errors, job, labels.ContainsKey(JobLabels.JobName) && labels.ContainsKey(JobLabels.ControllerUid));
        JobSpecRules.Job(errors, job, options);
        var (spec, before, path) = (job.Spec, old.Spec, FieldPath.Of("spec"));
        Completions(errors, path, spec, before);
        Immutable(errors, path.Child("selector"), spec.Selector, before.Selector);
        Template(errors, path, spec.Template, old);
        ImmutableRules.Immutable(errors, path.Child("completionMode"), spec.CompletionMode, before.CompletionMode);
        Immutable(errors, path.Child("podFailurePolicy"), spec.PodFailurePolicy, before.PodFailurePolicy);
        ImmutableRules.Immutable(errors, path.Child("backoffLimitPerIndex"), spec.BackoffLimitPerIndex, before.BackoffLimitPerIndex);
        ImmutableRules.Immutable(errors, path.Child("managedBy"), spec.ManagedBy, before.ManagedBy);
        Immutable(errors, path.Child("successPolicy"), spec.SuccessPolicy, before.SuccessPolicy);
    }

    /// <summary>An indexed job may be made longer or shorter, if all its indexes run at once.</summary>
    private static void Completions(FieldErrorList errors, FieldPath path, JobSpec spec, JobSpec before)
    {
        var at = path.Child("completions");
        if (!JobSpecRules.IsIndexed(spec)) ImmutableRules.Immutable(errors, at, spec.Completions, before.Completions);
        else if (spec.Completions is { } completions && completions != before.Completions && completions != spec.Parallelism)
            errors.Reject(at, completions, "can only be modified in tandem with spec.parallelism");
    }

    /// <summary>A job that is suspended and has no pods may be told where to run, and with which resources.</summary>
    private static void Template(FieldErrorList errors, FieldPath path, PodTemplateSpec template, Job old)
    {
        var isMutable = old.Spec.Suspend == true && old.Status.Active == 0
            && (old.Status.StartTime is null || JobConditions.IsTrue(old.Status, JobConditionType.Suspended));
        if (!isMutable)
        {
            Immutable(errors, path.Child("template"), template, old.Spec.Template);
            return;
        }

        var allowed = WithScheduling(old.Spec.Template.Spec, template.Spec);
        allowed = allowed with
        {
            Containers = WithResources(allowed.Containers, template.Spec.Containers),
            InitContainers = WithResources(allowed.InitContainers, template.Spec.InitContainers),
        };
        Immutable(errors, path.Child("template.spec"), template.Spec, allowed);
    }

    private static PodSpec WithScheduling(PodSpec old, PodSpec spec) => old with
    {
        Affinity = WithNodes(old.Affinity, spec.Affinity),
        NodeSelector = spec.NodeSelector,
        Tolerations = spec.Tolerations,
        SchedulingGates = spec.SchedulingGates,
    };

    private static Affinity? WithNodes(Affinity? old, Affinity? affinity)
    {
        if (affinity is null) return old is { PodAffinity: null, PodAntiAffinity: null } ? null : Without(old);
        return (old ?? Affinity.Empty) with { NodeAffinity = affinity.NodeAffinity };
    }

    private static Affinity? Without(Affinity? affinity) => affinity is null ? null : affinity with { NodeAffinity = null };

    private static ListOf<Container> WithResources(ListOf<Container> old, ListOf<Container> containers)
    {
        if (old.Count != containers.Count) return old;
        var changed = old.AsSpan().ToArray();
        for (var i = 0; i < changed.Length; i++)
            if (changed[i].Name == containers[i].Name) changed[i] = changed[i] with { Resources = containers[i].Resources };
        return ListOf<Container>.Adopt(changed);
    }

    private static void Immutable<T>(FieldErrorList errors, FieldPath path, T now, T before) =>
        ImmutableRules.Immutable(errors, path, now, before, static value => ImmutableRules.Shown(value));
}
