using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about the profiles of AppArmor and seccomp.</summary>
internal static class ProfileChecks
{
    public static Violation? AppArmor(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        if (spec.SecurityContext?.AppArmorProfile is { } ofPod && !IsAllowed(ofPod.Type)) bad.AddPod(ofPod.Type);
        foreach (var container in PodContainers.All(spec))
        {
            if (container.SecurityContext?.AppArmorProfile is not { } profile || IsAllowed(profile.Type)) continue;
            bad.Add(container.Name);
            bad.AddValue(profile.Type);
        }

        var annotations = metadata.Annotations
            .Where(static one => one.Key.StartsWith(PodAnnotations.AppArmorPrefix, StringComparison.Ordinal)
                && !(one.Value is "" or PodAnnotations.RuntimeDefault || one.Value.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal)))
            .Select(static one => $"{one.Key}={QuotedText.Of(one.Value)}").Order(StringComparer.Ordinal).ToList();
        if (!bad.Any && annotations.Count == 0) return null;
        var setters = bad.Any ? bad.Text : "";
        if (annotations.Count > 0) setters += (bad.Any ? " and " : "") + Offenders.Plural("annotation", "annotations", annotations.Count);
        string[] values = [.. bad.Values, .. annotations];
        return new(
            Offenders.Plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.Length),
            $"{setters} must not set AppArmor profile type to {Offenders.Quoted(values)}");
    }

    public static Violation? SeccompAnnotations(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new SortedSet<string>(StringComparer.Ordinal);
        string[] keys = [PodAnnotations.PodSeccomp, .. PodContainers.All(spec).Select(static one => PodAnnotations.ContainerSeccompPrefix + one.Name)];
        foreach (var key in keys)
        {
            if (!metadata.Annotations.TryGetValue(key, out var value)) continue;
            if (value is PodAnnotations.RuntimeDefault or PodAnnotations.DockerDefault) continue;
            if (!value.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal)) bad.Add($"{key}={QuotedText.Of(value)}");
        }

        return bad.Count == 0
            ? null
            : new("seccompProfile", $"forbidden {Offenders.Plural("annotation", "annotations", bad.Count)} {string.Join(", ", bad)}");
    }

    public static Violation? Seccomp(ObjectMeta metadata, PodSpec spec)
    {
        var bad = new Offenders();
        if (spec.SecurityContext?.SeccompProfile is { } ofPod && !IsAllowed(ofPod.Type)) bad.AddPod(ofPod.Type);
        foreach (var container in PodContainers.All(spec))
        {
            if (container.SecurityContext?.SeccompProfile is not { } profile || IsAllowed(profile.Type)) continue;
            bad.Add(container.Name);
            bad.AddValue(profile.Type);
        }

        return bad.Any ? new("seccompProfile", $"{bad.Text} must not set securityContext.seccompProfile.type to {bad.QuotedValues}") : null;
    }

    public static Violation? SeccompRequired(ObjectMeta metadata, PodSpec spec)
    {
        if (Seccomp(metadata, spec) is { } explicitly) return explicitly;
        if (spec.SecurityContext?.SeccompProfile is not null) return null;
        var without = new Offenders();
        foreach (var container in PodContainers.All(spec))
            if (container.SecurityContext?.SeccompProfile is null) without.Add(container.Name);
        return without.Any
            ? new("seccompProfile", $"pod or {without.ContainerText} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")
            : null;
    }

    private static bool IsAllowed(string type) => type is "RuntimeDefault" or "Localhost";
}
