using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Containers for debugging, put into a running pod. Upstream: <c>validateEphemeralContainers</c>.</summary>
internal static class EphemeralContainerRules
{
    private const string NotHere = "cannot be set for an Ephemeral Container";

    public static void Check(PodCheck check, FieldPath path)
    {
        if (check.Spec.EphemeralContainers.IsEmpty) return;
        var others = check.Spec.Containers.Select(container => container.Name)
            .Concat(check.Spec.InitContainers.Select(container => container.Name)).ToHashSet(StringComparer.Ordinal);
        var names = new HashSet<string>(others, StringComparer.Ordinal);
        for (var i = 0; i < check.Spec.EphemeralContainers.Count; i++)
        {
            var at = path.Index(i);
            var target = check.Spec.EphemeralContainers[i].TargetContainerName;
            var container = PodContainers.ToContainer(check.Spec.EphemeralContainers[i]);
            ContainerRules.Shared(check, at, container);
            ContainerRules.OnlyForPods(check.Errors, at, container);
            if (!names.Add(container.Name)) check.Errors.Repeated(at.Child("name"), container.Name);
            if (target.Length > 0 && !others.Contains(target)) check.Errors.Unknown(at.Child("targetContainerName"), target);
            AllowedFields(check.Errors, at, container);
            Mounts(check.Errors, at.Child("volumeMounts"), container);
        }
    }

    /// <summary>What a service would rely on is not for debugging: ports, resources, probes, hooks.</summary>
    private static void AllowedFields(FieldErrorList errors, FieldPath path, Container container)
    {
        if (!container.Ports.IsAbsent) errors.Forbid(path.Child("ports"), NotHere);
        if (container.Resources != ResourceRequirements.Empty) errors.Forbid(path.Child("resources"), NotHere);
        if (!container.ResizePolicy.IsAbsent) errors.Forbid(path.Child("resizePolicy"), NotHere);
        if (container.RestartPolicy is not null) errors.Forbid(path.Child("restartPolicy"), NotHere);
        if (!container.RestartPolicyRules.IsAbsent) errors.Forbid(path.Child("restartPolicyRules"), NotHere);
        if (container.LivenessProbe is not null) errors.Forbid(path.Child("livenessProbe"), NotHere);
        if (container.ReadinessProbe is not null) errors.Forbid(path.Child("readinessProbe"), NotHere);
        if (container.StartupProbe is not null) errors.Forbid(path.Child("startupProbe"), NotHere);
        if (container.Lifecycle is not null) errors.Forbid(path.Child("lifecycle"), NotHere);
    }

    /// <summary>Bind mounts of subpaths would stay until the pod ends.</summary>
    private static void Mounts(FieldErrorList errors, FieldPath path, Container container)
    {
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            if (container.VolumeMounts[i].SubPath.Length > 0) errors.Forbid(path.Index(i).Child("subPath"), NotHere);
            if (container.VolumeMounts[i].SubPathExpr.Length > 0) errors.Forbid(path.Index(i).Child("subPathExpr"), NotHere);
        }
    }
}
