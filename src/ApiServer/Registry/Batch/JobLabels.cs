using Kybernet.Api.Batch.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Batch;

/// <summary>
/// The labels by which a job finds its pods: made of its uid, unless its user brings a selector. Upstream: <c>generateSelector</c>.
/// </summary>
internal static class JobLabels
{
    public const string JobName = "batch.kubernetes.io/job-name";
    public const string ControllerUid = "batch.kubernetes.io/controller-uid";

    /// <summary>The names from before labels of Kubernetes had a prefix.</summary>
    public const string LegacyJobName = "job-name";

    /// <inheritdoc cref="LegacyJobName"/>
    public const string LegacyControllerUid = "controller-uid";

    /// <summary>
    /// The job with its labels on the template and in the selector. What a user set stays, and is refused if it is wrong.
    /// </summary>
    public static JobSpec Generate(JobSpec spec, ObjectMeta job)
    {
        if (spec.ManualSelector == true) return spec;
        var labels = spec.Template.Metadata.Labels;
        foreach (var (key, value) in Expected(job))
            if (!labels.ContainsKey(key)) labels = labels.SetItem(key, value);
        var selector = spec.Selector ?? LabelSelector.Empty;
        if (!selector.MatchLabels.ContainsKey(ControllerUid))
            selector = selector with { MatchLabels = selector.MatchLabels.SetItem(ControllerUid, job.Uid) };
        var template = spec.Template with { Metadata = spec.Template.Metadata with { Labels = labels } };
        return spec with { Template = template, Selector = selector };
    }

    /// <param name="requirePrefixed">False for a job that was stored before its labels had a prefix.</param>
    public static void Check(FieldErrorList errors, Job job, bool requirePrefixed)
    {
        if (job.Spec.ManualSelector == true || job.Spec.Selector is null) return;
        if (job.Metadata.Uid.Length == 0) errors.Demand(FieldPath.Of("metadata").Child("uid"));
        var path = FieldPath.Of("spec");
        var expected = Expected(job.Metadata);
        if (!requirePrefixed) expected = expected.Remove(JobName).Remove(ControllerUid);
        var labels = job.Spec.Template.Metadata.Labels;
        foreach (var (key, value) in expected)
        {
            var at = path.Child("template").Child("metadata").Child("labels").Key(key);
            if (!labels.TryGetValue(key, out var given)) errors.Demand(at, $"must be '{value}'");
            else if (given != value) errors.Reject(at, ImmutableRules.Shown(labels), $"must be '{value}'");
        }

        if (job.Spec.Selector.TryToSelector(out var selector, out _) && !selector.Matches(expected))
            errors.Reject(path.Child("selector"), ImmutableRules.Shown(job.Spec.Selector), "`selector` not auto-generated");
    }

    private static MapOf<string> Expected(ObjectMeta job) => MapOf.Of(
        (JobName, job.Name), (ControllerUid, job.Uid), (LegacyJobName, job.Name), (LegacyControllerUid, job.Uid));
}
