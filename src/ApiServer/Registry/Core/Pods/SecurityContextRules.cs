using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>The security contexts of pods and containers. Privileged containers are allowed, as upstream's installers have it.</summary>
internal static class SecurityContextRules
{
    public static void Pod(PodCheck check, FieldPath path)
    {
        if (check.Spec.SecurityContext is not { } context) return;
        if (check.Spec.ShareProcessNamespace == true && check.Spec.HostPID)
            check.Errors.Reject(
                path.Child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled");
        SysctlRules.Check(check, path.Child("sysctls"), context.Sysctls);
        SecurityProfileRules.Seccomp(check.Errors, path.Child("seccompProfile"), context.SeccompProfile);
        WindowsOptionRules.Check(check.Errors, path.Child("windowsOptions"), context.WindowsOptions);
        SecurityProfileRules.AppArmor(check.Errors, path.Child("appArmorProfile"), context.AppArmorProfile);
        if (context.SeLinuxChangePolicy is { } policy)
        {
            var at = path.Child("seLinuxChangePolicy");
            if (check.Options.AnySELinuxChangePolicy) EnumRules.Supported(check.Errors, at, policy, PodSELinuxChangePolicy.Values);
            else if (policy != PodSELinuxChangePolicy.Recursive) check.Errors.Unsupported(at, policy, PodSELinuxChangePolicy.Recursive);
        }
    }

    public static void Container(PodCheck check, FieldPath path, SecurityContext? context)
    {
        if (context is null) return;
        var errors = check.Errors;
        if (check.UsesHostUsers && context.ProcMount == ProcMountType.Unmasked)
            errors.Reject(path.Child("procMount"), FieldValue.JsonString(context.ProcMount), "`hostUsers` must be false to use `Unmasked`");
        SecurityProfileRules.Seccomp(errors, path.Child("seccompProfile"), context.SeccompProfile);
        if (context.AllowPrivilegeEscalation == false) NoEscalation(errors, path, context);
        WindowsOptionRules.Check(errors, path.Child("windowsOptions"), context.WindowsOptions);
        SecurityProfileRules.AppArmor(errors, path.Child("appArmorProfile"), context.AppArmorProfile);
    }

    /// <summary>User namespaces of its own go with no other namespace of the host.</summary>
    public static void HostUsers(PodCheck check, FieldPath path)
    {
        if (check.UsesHostUsers) return;
        const string Detail = "when `hostUsers` is false";
        if (check.Spec.HostNetwork && !check.Options.HostNetworkInUserNamespace)
            check.Errors.Forbid(path.Child("hostNetwork"), Detail);
        if (check.Spec.HostPID) check.Errors.Forbid(path.Child("HostPID"), Detail);
        if (check.Spec.HostIPC) check.Errors.Forbid(path.Child("HostIPC"), Detail);
        if (check.Options.VolumeDevicesInUserNamespace) return;
        foreach (var (container, at) in PodContainers.All(check.Spec, path))
            if (!container.VolumeDevices.IsEmpty) check.Errors.Forbid(at.Child("volumeDevices"), Detail);
    }

    private static void NoEscalation(FieldErrorList errors, FieldPath path, SecurityContext context)
    {
        if (context.Privileged == true)
            errors.Reject(
                path, ImmutableRules.Shown(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        foreach (var capability in context.Capabilities?.Add ?? default(ListOf<string>))
            if (capability == "CAP_SYS_ADMIN")
                errors.Reject(
                    path, ImmutableRules.Shown(context),
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }
}
