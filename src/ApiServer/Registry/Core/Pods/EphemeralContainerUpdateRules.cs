using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Ephemeral containers are only ever added. Upstream: <c>ValidatePodEphemeralContainersUpdate</c>.</summary>
internal static class EphemeralContainerUpdateRules
{
    public static void Check(FieldErrorList errors, Pod pod, Pod old)
    {
        if (old.Metadata.Annotations.ContainsKey(PodAnnotations.Mirror))
        {
            errors.Forbid(FieldPath.Of(""), "static pods do not support ephemeral containers");
            return;
        }

        var options = PodRuleOptionsOf.Pod(old);
        PodRules.MetadataAndSpec(errors, pod, options);
        PodAnnotationRules.CheckUpdate(errors, PodRules.Annotations, pod, old, options);
        var path = PodRules.Spec.Child("ephemeralContainers");
        foreach (var before in old.Spec.EphemeralContainers)
        {
            var name = before.Name;
            var now = pod.Spec.EphemeralContainers.LastOrDefault(container => container.Name == name);
            if (now is null) errors.Forbid(path, $"existing ephemeral containers {QuotedText.Of(name)} may not be removed\n");
            else if (now != before)
                errors.Forbid(
                    path,
                    $"existing ephemeral containers {QuotedText.Of(name)} may not be changed\n{SpecDifference.Describe(before, now)}");
        }
    }
}
