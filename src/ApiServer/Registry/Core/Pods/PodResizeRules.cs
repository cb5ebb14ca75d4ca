using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>CPU and memory of a running pod may change, within its quality of service. Upstream: <c>ValidatePodResize</c>.</summary>
internal static class PodResizeRules
{
    private const string OnlyCpuAndMemory = "only cpu and memory resources are mutable";

    public static void Check(FieldErrorList errors, Pod pod, Pod old)
    {
        if (Unresizable(old) is { } kind)
        {
            errors.Forbid(FieldPath.Of(""), $"{kind} pods cannot be resized");
            return;
        }

        var found = errors.Count;
        var path = PodRules.Spec;
        PodRules.MetadataAndSpec(errors, pod, PodRuleOptionsOf.Pod(old));
        if (PodQos.Of(old) != PodQos.Compute(pod.Spec))
            errors.Reject(
                path, FieldValue.JsonString(pod.Status.QosClass), "Pod QOS Class may not change as a result of resizing");
        if (!IsSupportedByNode(old)) errors.Forbid(path, "Pod running on node without support for resize");
        var rest = OfPod(errors, path, pod.Spec, old.Spec);
        if (!old.Status.NodeAllocatableResourceClaimStatuses.IsEmpty)
            errors.Forbid(path, "pods with node allocatable resource claims cannot be resized");
        if (!InOrder(errors, path, pod.Spec, old.Spec)) return;
        rest = OfContainers(errors, path, rest, old.Spec);
        if (errors.Count == found && rest != old.Spec) errors.Forbid(path, OnlyCpuAndMemory);
    }

    private static string? Unresizable(Pod pod) =>
        pod.Metadata.Annotations.ContainsKey(PodAnnotations.Mirror) ? "static" : pod.Spec.Os?.Name == OSName.Windows ? "windows" : null;

    /// <summary>A node that resizes reports the resources of running containers.</summary>
    private static bool IsSupportedByNode(Pod pod)
    {
        foreach (var status in pod.Status.ContainerStatuses)
            if (status.State.Running is not null) return status.Resources is not null;
        return true;
    }

    private static PodSpec OfPod(FieldErrorList errors, FieldPath path, PodSpec spec, PodSpec old)
    {
        if (!HasOwn(spec) && !HasOwn(old)) return spec;
        var at = path.Child("resources");
        if (spec.Resources is not { } resources)
        {
            errors.Forbid(at, "pod-level resources cannot be removed");
            return spec;
        }

        var before = old.Resources ?? ResourceRequirements.Empty;
        if (Removed(resources.Requests, before.Requests))
            errors.Forbid(at.Child("requests"), "pod-level resource requests cannot be removed");
        if (Removed(resources.Limits, before.Limits)) errors.Forbid(at.Child("limits"), "pod-level resource limits cannot be removed");
        ResourceRequirements? rest = WithCpuAndMemoryOf(resources, before);
        if (old.Resources is null && rest == ResourceRequirements.Empty) rest = null;
        if (rest != old.Resources) errors.Forbid(path, "only cpu and memory resources are mutable at pod-level");
        return spec with { Resources = rest };
    }

    private static PodSpec OfContainers(FieldErrorList errors, FieldPath path, PodSpec spec, PodSpec old)
    {
        var (init, containers) = (spec.InitContainers.AsSpan().ToArray(), spec.Containers.AsSpan().ToArray());
        for (var i = 0; i < init.Length; i++)
        {
            var (before, at) = (old.InitContainers[i], path.Child("initContainers").Index(i));
            NoneRemoved(errors, at.Child("resources"), init[i].Resources, before.Resources);
            var modified = init[i] != before;
            init[i] = init[i] with { Resources = OfContainer(init[i].Resources, before.Resources) };
            if (init[i] != before) errors.Forbid(at, "only cpu and memory resources for init or sidecar containers are mutable");
            if (!modified || PodContainers.IsSidecar(init[i])) continue;
            foreach (var policy in init[i].ResizePolicy)
                if (policy.RestartPolicy == ResourceResizeRestartPolicy.RestartContainer)
                    errors.Forbid(at, "non-sidecar init containers with a resize policy of RestartContainer cannot be resized");
        }

        for (var i = 0; i < containers.Length; i++)
        {
            var before = old.Containers[i];
            NoneRemoved(errors, path.Child("containers").Index(i).Child("resources"), containers[i].Resources, before.Resources);
            containers[i] = containers[i] with { Resources = OfContainer(containers[i].Resources, before.Resources) };
            if (containers[i] != before) errors.Forbid(path, OnlyCpuAndMemory);
        }

        return spec with { InitContainers = ListOf<Container>.Adopt(init), Containers = ListOf<Container>.Adopt(containers) };
    }

    private static void NoneRemoved(FieldErrorList errors, FieldPath path, ResourceRequirements now, ResourceRequirements before)
    {
        if (Removed(now.Requests, before.Requests)) errors.Forbid(path.Child("requests"), "resource requests cannot be removed");
        if (Removed(now.Limits, before.Limits)) errors.Forbid(path.Child("limits"), "resource limits cannot be removed");
    }

    /// <summary>The same containers in the same order: the comparison goes by their places.</summary>
    private static bool InOrder(FieldErrorList errors, FieldPath path, PodSpec spec, PodSpec old)
    {
        var found = errors.Count;
        InOrder(errors, path, "containers", spec.Containers, old.Containers);
        InOrder(errors, path, "initContainers", spec.InitContainers, old.InitContainers);
        return errors.Count == found;
    }

    private static void InOrder(FieldErrorList errors, FieldPath path, string field, ListOf<Container> now, ListOf<Container> before)
    {
        if (now.Count != before.Count)
        {
            errors.Forbid(path.Child(field), $"{field} may not be added or removed on resize");
            return;
        }

        for (var i = 0; i < now.Count; i++)
            if (now[i].Name != before[i].Name)
                errors.Forbid(path.Child(field).Index(i).Child("name"), $"{field} may not be renamed or reordered on resize");
    }

    private static bool HasOwn(PodSpec spec) =>
        spec.Resources is { } resources && !(resources.Requests.IsEmpty && resources.Limits.IsEmpty);

    private static bool Removed(MapOf<Quantity> now, MapOf<Quantity> before) => before.Keys.Any(name => !now.ContainsKey(name));

    /// <summary>The new resources with the old CPU and memory; equal to the old ones when nothing else changed.</summary>
    private static ResourceRequirements WithCpuAndMemoryOf(ResourceRequirements now, ResourceRequirements before) => now with
    {
        Limits = WithCpuAndMemoryOf(now.Limits, before.Limits),
        Requests = WithCpuAndMemoryOf(now.Requests, before.Requests),
    };

    /// <summary>As upstream, without claims: a container that has claims cannot be resized.</summary>
    private static ResourceRequirements OfContainer(ResourceRequirements now, ResourceRequirements before) =>
        WithCpuAndMemoryOf(now, before) with { Claims = default };

    private static MapOf<Quantity> WithCpuAndMemoryOf(MapOf<Quantity> now, MapOf<Quantity> before)
    {
        foreach (var name in (ReadOnlySpan<string>)["cpu", "memory"])
            now = before.TryGetValue(name, out var amount) ? now.SetItem(name, amount) : now.Remove(name);
        return now;
    }
}
