using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Compares a profile's annotation with its field.</summary>
internal static class ProfileMatch
{
    public static void Seccomp(FieldErrorList errors, FieldPath path, string? annotation, SeccompProfile? field)
    {
        if (annotation is null || field is null) return;
        var matches = field.Type switch
        {
            SeccompProfileType.Unconfined => annotation == PodAnnotations.Unconfined,
            SeccompProfileType.RuntimeDefault => annotation is PodAnnotations.RuntimeDefault or PodAnnotations.DockerDefault,
            SeccompProfileType.Localhost => annotation.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal),
            _ => true,
        };
        Report(errors, path, "seccomp", annotation, matches, field.Type == SeccompProfileType.Localhost, field.LocalhostProfile);
    }

    public static void AppArmor(FieldErrorList errors, FieldPath path, string? annotation, AppArmorProfile? field)
    {
        if (annotation is null || field is null) return;
        var matches = field.Type switch
        {
            AppArmorProfileType.Unconfined => annotation == PodAnnotations.Unconfined,
            AppArmorProfileType.RuntimeDefault => annotation == PodAnnotations.RuntimeDefault,
            AppArmorProfileType.Localhost => annotation.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal),
            _ => true,
        };
        Report(errors, path, "apparmor", annotation, matches, field.Type == AppArmorProfileType.Localhost, field.LocalhostProfile);
    }

    private static void Report(
        FieldErrorList errors, FieldPath path, string what, string annotation, bool matches, bool isLocal, string? profile)
    {
        if (!matches) errors.Forbid(path.Child("type"), $"{what} type in annotation and field must match");
        else if (isLocal && annotation[PodAnnotations.LocalhostPrefix.Length..] != profile)
            errors.Forbid(path.Child("localhostProfile"), $"{what} profile in annotation and field must match");
    }
}
