using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Annotations that say what fields say today. Upstream: <c>ValidatePodSpecificAnnotations</c>.</summary>
internal static class PodAnnotationRules
{
    public static void Check(FieldErrorList errors, FieldPath path, MapOf<string> annotations, PodSpec spec, PodRuleOptions options)
    {
        if (annotations.TryGetValue(PodAnnotations.Mirror, out var mirror) && spec.NodeName.Length == 0)
            errors.Reject(path.Key(PodAnnotations.Mirror), mirror, "must set spec.nodeName if mirror pod annotation is set");
        if (annotations.GetValueOrDefault(PodAnnotations.Tolerations) is { Length: > 0 } tolerations)
            TolerationAnnotation.Check(errors, path, tolerations, options);
        if (!options.InvalidDeletionCost && !HasValidDeletionCost(annotations))
            errors.Reject(
                path.Key(PodAnnotations.DeletionCost), annotations[PodAnnotations.DeletionCost], "must be a 32bit integer");
        foreach (var (key, value) in annotations)
        {
            if (key == PodAnnotations.PodSeccomp || key.StartsWith(PodAnnotations.ContainerSeccompPrefix, StringComparison.Ordinal))
                Seccomp(errors, path.Child(key), value);
            else if (key.StartsWith(PodAnnotations.AppArmorPrefix, StringComparison.Ordinal))
                AppArmor(errors, path.Key(key), key, value, spec);
        }
    }

    /// <summary>Annotations that an update may neither add nor change.</summary>
    public static void CheckUpdate(FieldErrorList errors, FieldPath path, Pod pod, Pod old, PodRuleOptions options)
    {
        var (now, before) = (pod.Metadata.Annotations, old.Metadata.Annotations);
        foreach (var (key, value) in before)
            if (now.GetValueOrDefault(key) != value && NameOfKept(key) is { } name)
                errors.Forbid(path.Key(key), $"may not remove or update {name}");
        foreach (var (key, _) in now)
            if (!before.ContainsKey(key) && NameOfKept(key) is { } name) errors.Forbid(path.Key(key), $"may not add {name}");
        Check(errors, path, now, pod.Spec, options);
    }

    /// <summary>A profile given both ways is the same profile.</summary>
    public static void MatchFields(FieldErrorList errors, FieldPath path, ObjectMeta metadata, PodSpec spec)
    {
        var ofPod = metadata.Annotations.GetValueOrDefault(PodAnnotations.PodSeccomp);
        ProfileMatch.Seccomp(errors, path.Child("securityContext").Child("seccompProfile"), ofPod, spec.SecurityContext?.SeccompProfile);
        foreach (var (container, at) in PodContainers.All(spec, path))
        {
            var seccomp = metadata.Annotations.GetValueOrDefault(PodAnnotations.ContainerSeccompPrefix + container.Name);
            ProfileMatch.Seccomp(
                errors, at.Child("securityContext").Child("seccompProfile"), seccomp, container.SecurityContext?.SeccompProfile);
            if (spec.Os?.Name == OSName.Windows) continue;
            var appArmor = metadata.Annotations.GetValueOrDefault(PodAnnotations.AppArmorPrefix + container.Name);
            var profile = container.SecurityContext?.AppArmorProfile ?? spec.SecurityContext?.AppArmorProfile;
            ProfileMatch.AppArmor(errors, at.Child("securityContext").Child("appArmorProfile"), appArmor, profile);
        }
    }

    /// <summary>A 32-bit integer without leading zeros or a plus sign, or none.</summary>
    public static bool HasValidDeletionCost(MapOf<string> annotations)
    {
        if (!annotations.TryGetValue(PodAnnotations.DeletionCost, out var text)) return true;
        return text is "0" or ['-' or (>= '1' and <= '9'), ..]
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    private static string? NameOfKept(string key)
    {
        if (key == PodAnnotations.Mirror) return "mirror pod annotation";
        return key.StartsWith(PodAnnotations.AppArmorPrefix, StringComparison.Ordinal) ? "AppArmor annotations" : null;
    }

    private static void Seccomp(FieldErrorList errors, FieldPath path, string value)
    {
        if (value is PodAnnotations.RuntimeDefault or PodAnnotations.DockerDefault or PodAnnotations.Unconfined) return;
        if (value.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal))
            PathRules.LocalDescending(errors, path, value[PodAnnotations.LocalhostPrefix.Length..]);
        else errors.Reject(path, value, "must be a valid seccomp profile");
    }

    private static void AppArmor(FieldErrorList errors, FieldPath path, string key, string value, PodSpec spec)
    {
        var name = key[PodAnnotations.AppArmorPrefix.Length..];
        if (!PodContainers.All(spec).Any(container => container.Name == name)) errors.Reject(path, name, "container not found");
        var known = value is "" or PodAnnotations.RuntimeDefault or PodAnnotations.Unconfined
            || value.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal);
        if (!known) errors.Reject(path, value, $"invalid AppArmor profile name: {QuotedText.Of(value)}");
    }
}
