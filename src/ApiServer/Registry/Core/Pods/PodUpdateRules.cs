using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What may change in a pod's spec: little. Upstream: <c>ValidatePodUpdate</c>.</summary>
internal static class PodUpdateRules
{
    private const string Updatable =
        "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        + "`spec.tolerations` (only additions to existing tolerations),"
        + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

    public static void Check(FieldErrorList errors, Pod pod, Pod old)
    {
        var options = PodRuleOptionsOf.Pod(old);
        PodRules.MetadataAndSpec(errors, pod, options);
        PodAnnotationRules.CheckUpdate(errors, PodRules.Annotations, pod, old, options);
        var (spec, before, path) = (pod.Spec, old.Spec, PodRules.Spec);
        if (!SameContainers(errors, path.Child("containers"), spec.Containers, before.Containers)) return;
        if (!SameContainers(errors, path.Child("initContainers"), spec.InitContainers, before.InitContainers)) return;
        if (!Deadline(errors, path.Child("activeDeadlineSeconds"), spec.ActiveDeadlineSeconds, before.ActiveDeadlineSeconds)) return;
        TolerationRules.OnlyAdded(errors, path.Child("tolerations"), spec.Tolerations, before.Tolerations, options);
        OnlyDeletedGates(errors, path.Child("schedulingGates"), spec.SchedulingGates, before.SchedulingGates);
        if (spec == before) return;
        var rest = WithoutUpdatable(spec, before);
        if (!before.SchedulingGates.IsEmpty) rest = GatedPodRules.WithoutUpdatable(errors, path, rest, before);
        if (rest != before)
            errors.Forbid(path, $"pod updates may not change fields other than {Updatable}\n{SpecDifference.Describe(before, rest)}");
    }

    /// <summary>The new spec with the old values of what may change.</summary>
    private static PodSpec WithoutUpdatable(PodSpec spec, PodSpec before)
    {
        var rest = spec with
        {
            Containers = WithImages(spec.Containers, before.Containers),
            InitContainers = WithImages(spec.InitContainers, before.InitContainers),
            ActiveDeadlineSeconds = before.ActiveDeadlineSeconds,
            SchedulingGates = before.SchedulingGates,
            Tolerations = before.Tolerations,
        };
        return before.TerminationGracePeriodSeconds < 0 && rest.TerminationGracePeriodSeconds == 1
            ? rest with { TerminationGracePeriodSeconds = before.TerminationGracePeriodSeconds }
            : rest;
    }

    private static ListOf<Container> WithImages(ListOf<Container> containers, ListOf<Container> before)
    {
        var images = containers.AsSpan().ToArray();
        for (var i = 0; i < images.Length; i++) images[i] = images[i] with { Image = before[i].Image };
        return ListOf<Container>.Adopt(images);
    }

    private static bool SameContainers(FieldErrorList errors, FieldPath path, ListOf<Container> containers, ListOf<Container> before)
    {
        if (containers.Count != before.Count)
        {
            errors.Forbid(path, "pod updates may not add or remove containers");
            return false;
        }

        for (var i = 0; i < containers.Count; i++) ContainerRules.OnlyForPods(errors, path.Index(i), containers[i]);
        return true;
    }

    /// <summary>A deadline may be set once and be brought nearer. False ends the check.</summary>
    private static bool Deadline(FieldErrorList errors, FieldPath path, long? seconds, long? before)
    {
        if (seconds is not { } value)
        {
            if (before is not null) errors.Reject(path, FieldValue.Null, "must not update from a positive integer to nil value");
            return true;
        }

        var found = errors.Count;
        if (value is < 0 or > int.MaxValue) errors.Reject(path, value, ValidationMessages.InclusiveRange(0, int.MaxValue));
        else if (before < value) errors.Reject(path, value, "must be less than or equal to previous value");
        return errors.Count == found;
    }

    private static void OnlyDeletedGates(
        FieldErrorList errors, FieldPath path, ListOf<PodSchedulingGate> gates, ListOf<PodSchedulingGate> before)
    {
        for (var i = 0; i < gates.Count; i++)
            if (!before.Any(gate => gate.Name == gates[i].Name))
                errors.Forbid(
                    path.Index(i).Child("name"), $"only deletion is allowed, but found new scheduling gate '{gates[i].Name}'");
    }
}
