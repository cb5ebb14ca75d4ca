using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The template that a workload makes pods from. Upstream: <c>ValidatePodTemplateSpec</c>.</summary>
internal static class PodTemplateRules
{
    public static void Check(FieldErrorList errors, FieldPath path, PodTemplateSpec template, PodRuleOptions options)
    {
        Metadata(errors, path, template, options);
        PodSpecRules.Check(errors, path.Child("spec"), template.Spec, metadata: null, options);
        PodAnnotationRules.MatchFields(errors, path.Child("spec"), template.Metadata, template.Spec);
        if (!template.Spec.EphemeralContainers.IsEmpty)
            errors.Forbid(path.Child("spec").Child("ephemeralContainers"), "ephemeral containers not allowed in pod template");
    }

    /// <summary>Labels and annotations; errors stand beside <c>metadata</c>, not in it, as upstream.</summary>
    public static void Metadata(FieldErrorList errors, FieldPath path, PodTemplateSpec template, PodRuleOptions options)
    {
        MetadataRules.Labels(errors, path.Child("labels"), template.Metadata.Labels);
        MetadataRules.Annotations(errors, path.Child("annotations"), template.Metadata.Annotations);
        PodAnnotationRules.Check(errors, path.Child("annotations"), template.Metadata.Annotations, template.Spec, options);
    }

    /// <summary>What workloads whose pods run for ever ask beyond that.</summary>
    /// <param name="kind">What the error calls the workload.</param>
    public static void RunsForever(FieldErrorList errors, FieldPath path, PodTemplateSpec template, string kind)
    {
        if (template.Spec.RestartPolicy != RestartPolicy.Always)
            errors.Unsupported(path.Child("spec").Child("restartPolicy"), template.Spec.RestartPolicy, RestartPolicy.Always);
        if (template.Spec.ActiveDeadlineSeconds is not null)
            errors.Forbid(path.Child("spec").Child("activeDeadlineSeconds"), $"activeDeadlineSeconds in {kind} is not Supported");
    }
}
