using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// What a pod that names its operating system may not set. Upstream: <c>validateOS</c>, <c>validateLinux</c>, <c>validateWindows</c>.
/// </summary>
internal static class OperatingSystemRules
{
    private const string NotOnLinux = "windows options cannot be set for a linux pod";
    private const string NotOnWindows = "cannot be set for a windows pod";

    public static void Check(PodCheck check, FieldPath path)
    {
        switch (check.Spec.Os?.Name)
        {
            case null or "":
                break;
            case OSName.Linux:
                Linux(check, path);
                break;
            case OSName.Windows:
                WindowsPod(check, path);
                foreach (var (container, at) in PodContainers.All(check.Spec, path))
                    if (container.SecurityContext is { } context) WindowsContainer(check.Errors, at.Child("securityContext"), context);
                break;
            case var other:
                check.Errors.Unsupported(path.Child("os"), other, OSName.Linux, OSName.Windows);
                break;
        }
    }

    private static void Linux(PodCheck check, FieldPath path)
    {
        if (check.Spec.SecurityContext?.WindowsOptions is not null)
            check.Errors.Forbid(path.Child("securityContext").Child("windowsOptions"), NotOnLinux);
        foreach (var (container, at) in PodContainers.All(check.Spec, path))
            if (container.SecurityContext?.WindowsOptions is not null)
                check.Errors.Forbid(at.Child("securityContext").Child("windowsOptions"), NotOnLinux);
    }

    private static void WindowsPod(PodCheck check, FieldPath path)
    {
        var context = check.Spec.SecurityContext ?? PodSecurityContext.Empty;
        Forbid(
            check.Errors, path, NotOnWindows,
            ("hostUsers", check.Spec.HostUsers is not null),
            ("hostPID", check.Spec.HostPID),
            ("hostIPC", check.Spec.HostIPC),
            ("shareProcessNamespace", check.Spec.ShareProcessNamespace is not null));
        Forbid(
            check.Errors, path.Child("securityContext"), NotOnWindows,
            ("appArmorProfile", context.AppArmorProfile is not null),
            ("seLinuxOptions", context.SeLinuxOptions is not null),
            ("seccompProfile", context.SeccompProfile is not null),
            ("fsGroup", context.FsGroup is not null),
            ("fsGroupChangePolicy", context.FsGroupChangePolicy is not null),
            ("sysctls", !context.Sysctls.IsEmpty),
            ("runAsUser", context.RunAsUser is not null),
            ("runAsGroup", context.RunAsGroup is not null),
            ("supplementalGroups", !context.SupplementalGroups.IsAbsent),
            ("supplementalGroupsPolicy", context.SupplementalGroupsPolicy is not null),
            ("seLinuxChangePolicy", context.SeLinuxChangePolicy is not null));
    }

    private static void WindowsContainer(FieldErrorList errors, FieldPath path, SecurityContext context) => Forbid(
        errors, path, NotOnWindows,
        ("appArmorProfile", context.AppArmorProfile is not null),
        ("seLinuxOptions", context.SeLinuxOptions is not null),
        ("seccompProfile", context.SeccompProfile is not null),
        ("capabilities", context.Capabilities is not null),
        ("readOnlyRootFilesystem", context.ReadOnlyRootFilesystem is not null),
        ("privileged", context.Privileged is not null),
        ("allowPrivilegeEscalation", context.AllowPrivilegeEscalation is not null),
        ("procMount", context.ProcMount is not null),
        ("runAsUser", context.RunAsUser is not null),
        ("runAsGroup", context.RunAsGroup is not null));

    private static void Forbid(
        FieldErrorList errors, FieldPath path, string detail, params ReadOnlySpan<(string Field, bool IsSet)> fields)
    {
        foreach (var (field, isSet) in fields)
            if (isSet) errors.Forbid(path.Child(field), detail);
    }
}
