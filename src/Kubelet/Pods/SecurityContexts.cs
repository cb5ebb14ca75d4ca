using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Environment;
using Kybernet.Machinery.Collections;
using CriV1 = Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>The security settings of sandboxes and containers, of what pod and container say. Pure.</summary>
/// <remarks>Upstream: kuberuntime, security_context and convert; pkg/securitycontext.</remarks>
internal static class SecurityContexts
{
    private static readonly string[] s_masked =
    [
        "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats",
        "/proc/sched_debug", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
    ];

    private static readonly string[] s_readOnly = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    public static CriV1.NamespaceOption Namespaces(Pod pod) => new()
    {
        Network = pod.Spec.HostNetwork ? CriV1.NamespaceMode.Node : CriV1.NamespaceMode.Pod,
        Ipc = pod.Spec.HostIPC ? CriV1.NamespaceMode.Node : CriV1.NamespaceMode.Pod,
        Pid = pod.Spec.HostPID ? CriV1.NamespaceMode.Node
            : pod.Spec.ShareProcessNamespace == true ? CriV1.NamespaceMode.Pod
            : CriV1.NamespaceMode.Container,
    };

    public static CriV1.LinuxSandboxSecurityContext Sandbox(Pod pod)
    {
        var own = pod.Spec.SecurityContext;
        var context = new CriV1.LinuxSandboxSecurityContext
        {
            Privileged = pod.AllContainers.Any(container => container.SecurityContext?.Privileged == true),
            Seccomp = new() { ProfileType = CriV1.SecurityProfile.Types.ProfileType.RuntimeDefault },
            NamespaceOptions = Namespaces(pod),
        };
        if (own is null) return context;
        if (own.RunAsUser is { } user) context.RunAsUser = new() { Value = user };
        // The runtime refuses a group without a user.
        if (own.RunAsGroup is { } group && own.RunAsUser is not null) context.RunAsGroup = new() { Value = group };
        context.SupplementalGroups.Add(Groups(own));
        if (own.SupplementalGroupsPolicy == "Strict") context.SupplementalGroupsPolicy = CriV1.SupplementalGroupsPolicy.Strict;
        return context;
    }

    /// <param name="pod">The pod.</param>
    /// <param name="container">Its container.</param>
    /// <param name="image">Whose user is taken when nobody says another.</param>
    /// <exception cref="ConfigException">The container must not run as root and would.</exception>
    public static CriV1.LinuxContainerSecurityContext Container(Pod pod, Container container, CriV1.Image? image)
    {
        var ofPod = pod.Spec.SecurityContext;
        var own = container.SecurityContext;
        var user = own?.RunAsUser ?? ofPod?.RunAsUser;
        VerifyNonRoot(pod, container, user, image);
        var context = new CriV1.LinuxContainerSecurityContext
        {
            Privileged = own?.Privileged == true,
            ReadonlyRootfs = own?.ReadOnlyRootFilesystem == true,
            NoNewPrivs = own?.AllowPrivilegeEscalation == false,
            NamespaceOptions = Namespaces(pod),
            Seccomp = Seccomp(own?.SeccompProfile ?? ofPod?.SeccompProfile),
            Apparmor = AppArmor(own?.AppArmorProfile ?? ofPod?.AppArmorProfile),
        };
        if (own?.Capabilities is { } capabilities)
            context.Capabilities = new() { AddCapabilities = { capabilities.Add }, DropCapabilities = { capabilities.Drop } };
        if (user is { } id) context.RunAsUser = new() { Value = id };
        else if (image?.Uid is { } imageUser) context.RunAsUser = new() { Value = imageUser.Value };
        else if (image?.Username is { Length: > 0 } name) context.RunAsUsername = name;
        if ((own?.RunAsGroup ?? ofPod?.RunAsGroup) is { } group && (context.RunAsUser is not null || context.RunAsUsername.Length > 0))
            context.RunAsGroup = new() { Value = group };
        if (ofPod is not null) context.SupplementalGroups.Add(Groups(ofPod));
        if (ofPod?.SupplementalGroupsPolicy == "Strict") context.SupplementalGroupsPolicy = CriV1.SupplementalGroupsPolicy.Strict;
        if (own?.ProcMount != ProcMountType.Unmasked)
        {
            context.MaskedPaths.Add(s_masked);
            context.ReadonlyPaths.Add(s_readOnly);
        }

        return context;
    }

    private static void VerifyNonRoot(Pod pod, Container container, long? user, CriV1.Image? image)
    {
        if ((container.SecurityContext?.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) != true) return;
        var where = $"(pod: \"{pod.FullName}\", container: {container.Name})";
        if (user == 0) throw new ConfigException($"container's runAsUser breaks non-root policy {where}");
        if (user is not null) return;
        if (image?.Uid is { Value: 0 } || (image?.Uid is null && image?.Username is not { Length: > 0 }))
            throw new ConfigException($"container has runAsNonRoot and image will run as root {where}");
        if (image?.Uid is null)
            throw new ConfigException($"container has runAsNonRoot and image has non-numeric user ({image!.Username}), cannot verify user is non-root {where}");
    }

    private static ListOf<long> Groups(PodSecurityContext context) =>
        context.FsGroup is { } group ? [group, .. context.SupplementalGroups] : context.SupplementalGroups;

    private static CriV1.SecurityProfile Seccomp(SeccompProfile? profile) => profile?.Type switch
    {
        SeccompProfileType.RuntimeDefault => new() { ProfileType = CriV1.SecurityProfile.Types.ProfileType.RuntimeDefault },
        SeccompProfileType.Localhost => new()
        {
            ProfileType = CriV1.SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = Path.Combine("/var/lib/kubelet/seccomp", profile.LocalhostProfile ?? ""),
        },
        _ => new() { ProfileType = CriV1.SecurityProfile.Types.ProfileType.Unconfined },
    };

    private static CriV1.SecurityProfile? AppArmor(AppArmorProfile? profile) => profile?.Type switch
    {
        AppArmorProfileType.RuntimeDefault => new() { ProfileType = CriV1.SecurityProfile.Types.ProfileType.RuntimeDefault },
        AppArmorProfileType.Localhost => new()
        {
            ProfileType = CriV1.SecurityProfile.Types.ProfileType.Localhost,
            LocalhostRef = profile.LocalhostProfile ?? "",
        },
        AppArmorProfileType.Unconfined => new() { ProfileType = CriV1.SecurityProfile.Types.ProfileType.Unconfined },
        _ => null,
    };
}
