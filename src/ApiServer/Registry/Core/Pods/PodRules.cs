using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The rules of whole pods. Upstream: <c>ValidatePodCreate</c> and <c>validatePodMetadataAndSpec</c>.</summary>
internal static class PodRules
{
    public static FieldPath Spec { get; } = FieldPath.Of("spec");

    public static FieldPath Annotations { get; } = FieldPath.Of("metadata").Child("annotations");

    public static void Create(FieldErrorList errors, Pod pod)
    {
        MetadataAndSpec(errors, pod, PodRuleOptionsOf.Pod(old: null));
        if (!pod.Spec.EphemeralContainers.IsEmpty) errors.Forbid(Spec.Child("ephemeralContainers"), "cannot be set on create");
        if (pod.Spec.NodeName.Length > 0 && !pod.Spec.SchedulingGates.IsEmpty)
            errors.Forbid(Spec.Child("nodeName"), "cannot be set until all schedulingGates have been cleared");
        PodAnnotationRules.MatchFields(errors, Spec, pod.Metadata, pod.Spec);
    }

    /// <summary>What holds for every pod, new or changed.</summary>
    public static void MetadataAndSpec(FieldErrorList errors, Pod pod, PodRuleOptions options)
    {
        PodAnnotationRules.Check(errors, Annotations, pod.Metadata.Annotations, pod.Spec, options);
        PodSpecRules.Check(errors, Spec, pod.Spec, pod.Metadata, options);
        if (pod.Spec.ServiceAccountName.Length == 0) NoTokens(errors, Spec.Child("volumes"), pod.Spec);
        for (var i = 0; i < pod.Spec.Containers.Count; i++)
            ContainerRules.OnlyForPods(errors, Spec.Child("containers").Index(i), pod.Spec.Containers[i]);
        for (var i = 0; i < pod.Spec.InitContainers.Count; i++)
            ContainerRules.OnlyForPods(errors, Spec.Child("initContainers").Index(i), pod.Spec.InitContainers[i]);
    }

    private static void NoTokens(FieldErrorList errors, FieldPath path, PodSpec spec)
    {
        for (var i = 0; i < spec.Volumes.Count; i++)
        {
            if (spec.Volumes[i].Projected is not { } projected) continue;
            for (var j = 0; j < projected.Sources.Count; j++)
                if (projected.Sources[j].ServiceAccountToken is not null)
                    errors.Forbid(
                        path.Index(i).Child("projected").Child("sources").Index(j).Child("serviceAccountToken"),
                        "must not be specified when serviceAccountName is not set");
        }
    }
}
