using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What is allowed in a pod but unwise. Upstream: <c>warningsForPodSpecAndMeta</c> of <c>pkg/api/pod</c>.</summary>
internal static class PodWarnings
{
    private static readonly (string Key, string Message)[] s_deprecatedAnnotations =
    [
        ("scheduler.alpha.kubernetes.io/critical-pod", "non-functional in v1.16+; use the \"priorityClassName\" field instead"),
        ("security.alpha.kubernetes.io/sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
        ("security.alpha.kubernetes.io/unsafe-sysctls", "non-functional in v1.11+; use the \"sysctls\" field instead"),
    ];

    public static void Pod(Pod pod, ICollection<string> warnings)
    {
        AppArmorOfPod(pod, warnings);
        Check(FieldPath.None, pod.Spec, pod.Metadata, warnings);
    }

    /// <param name="path">The template's path.</param>
    public static void Template(FieldPath path, PodTemplateSpec template, ICollection<string> warnings)
    {
        Check(path, template.Spec, template.Metadata, warnings);
        foreach (var container in PodContainers.All(template.Spec))
        {
            var key = PodAnnotations.AppArmorPrefix + container.Name;
            if (container.SecurityContext?.AppArmorProfile is not null) continue;
            if (!template.Metadata.Annotations.TryGetValue(key, out var annotation)) continue;
            if (template.Spec.SecurityContext?.AppArmorProfile is { } profile && profile == PodPreparation.AppArmorOf(annotation)) continue;
            warnings.Add(AppArmorDeprecated(path, key));
        }
    }

    private static void Check(FieldPath path, PodSpec spec, ObjectMeta metadata, ICollection<string> warnings)
    {
        var at = path.Child("spec");
        SchedulingWarnings.Check(at, spec, warnings);
        Annotations(path.Child("metadata").Child("annotations"), spec, metadata.Annotations, warnings);
        VolumeWarnings.Check(at.Child("volumes"), spec, warnings);
        if (spec.HostAliases.Count > 1) Duplicates(at.Child("hostAliases"), "ip", spec.HostAliases.Select(alias => alias.Ip), warnings);
        if (spec.ImagePullSecrets.Count > 1)
            Duplicates(at.Child("imagePullSecrets"), "name", spec.ImagePullSecrets.Select(secret => secret.Name), warnings);
        for (var i = 0; i < spec.ImagePullSecrets.Count; i++)
            if (spec.ImagePullSecrets[i].Name.Length == 0)
                warnings.Add($"{at.Child("imagePullSecrets").Index(i).Child("name")}: invalid empty name \"\"");
        ContainerWarnings.Fractions(at.Child("overhead"), spec.Overhead, warnings);
        ContainerWarnings.Check(at, spec, warnings);
        PortWarnings.Check(at, spec, warnings);
        if (spec.TerminationGracePeriodSeconds < 0)
            warnings.Add(
                $"{at.Child("terminationGracePeriodSeconds")}: must be >= 0; negative values are invalid and will be treated as 1");
        SchedulingWarnings.Selectors(at.Child("affinity"), spec, warnings);
        for (var i = 0; i < (spec.DnsConfig?.Nameservers.Count ?? 0); i++)
            Add(warnings, IpRules.WarningsForIp(at.Child("dnsConfig").Child("nameservers").Index(i), spec.DnsConfig!.Nameservers[i]));
        for (var i = 0; i < spec.HostAliases.Count; i++)
            Add(warnings, IpRules.WarningsForIp(at.Child("hostAliases").Index(i).Child("ip"), spec.HostAliases[i].Ip));
    }

    private static void Annotations(FieldPath path, PodSpec spec, MapOf<string> annotations, ICollection<string> warnings)
    {
        if (annotations.IsEmpty) return;
        foreach (var (key, message) in s_deprecatedAnnotations)
            if (annotations.ContainsKey(key)) warnings.Add($"{path.Key(key)}: {message}");
        if (spec.SecurityContext?.SeccompProfile is null && annotations.ContainsKey(PodAnnotations.PodSeccomp))
            warnings.Add(SeccompIgnored(path, PodAnnotations.PodSeccomp));
        foreach (var container in PodContainers.All(spec))
        {
            var key = PodAnnotations.ContainerSeccompPrefix + container.Name;
            if (container.SecurityContext?.SeccompProfile is null && annotations.ContainsKey(key)) warnings.Add(SeccompIgnored(path, key));
        }
    }

    /// <summary>An annotation that has become a field, or could not become one.</summary>
    private static void AppArmorOfPod(Pod pod, ICollection<string> warnings)
    {
        if (pod.Spec.Os?.Name == OSName.Windows || pod.Metadata.Annotations.IsEmpty) return;
        foreach (var container in PodContainers.All(pod.Spec))
        {
            var key = PodAnnotations.AppArmorPrefix + container.Name;
            if (!pod.Metadata.Annotations.TryGetValue(key, out var annotation)) continue;
            var profile = PodPreparation.AppArmorOf(annotation);
            if (profile is null || profile != pod.Spec.SecurityContext?.AppArmorProfile)
                warnings.Add(AppArmorDeprecated(FieldPath.None, key));
        }
    }

    private static void Duplicates(FieldPath path, string field, IEnumerable<string> values, ICollection<string> warnings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var value in values)
        {
            if (!seen.Add(value)) warnings.Add($"{path.Index(index).Child(field)}: duplicate {field} {QuotedText.Of(value)}");
            index++;
        }
    }

    private static string SeccompIgnored(FieldPath path, string key) =>
        $"{path.Key(key)}: non-functional in v1.27+; use the \"seccompProfile\" field instead";

    private static string AppArmorDeprecated(FieldPath path, string key) =>
        $"{path.Child("metadata").Child("annotations").Key(key)}: deprecated since v1.30; use the \"appArmorProfile\" field instead";

    private static void Add(ICollection<string> warnings, ListOf<string> more)
    {
        foreach (var warning in more) warnings.Add(warning);
    }
}
