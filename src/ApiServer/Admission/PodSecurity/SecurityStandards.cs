using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;
using static Kybernet.ApiServer.Admission.PodSecurity.SecurityLevel;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>
/// The Pod Security Standards, every version of them: which rules a level has. Upstream: <c>pod-security-admission/policy/registry.go</c>.
/// </summary>
internal static class SecurityStandards
{
    /// <summary>The last version in which a rule changed; later ones are the same.</summary>
    public const int NewestMinor = 35;

    private static readonly SecurityCheck[] s_checks =
    [
        // Baseline first, each level by id: the order of messages.
        new("appArmorProfile", Baseline, "", (0, ProfileChecks.AppArmor)),
        new("capabilities_baseline", Baseline, "", (0, CapabilityChecks.Baseline)),
        new("hostNamespaces", Baseline, "", (0, HostChecks.Namespaces)),
        new("hostPathVolumes", Baseline, "", (0, VolumeChecks.HostPath)),
        new("hostPorts", Baseline, "", (0, HostChecks.Ports)),
        new("hostProbesAndHostLifecycle", Baseline, "", (34, ProbeChecks.Hosts)),
        new("privileged", Baseline, "", (0, HostChecks.Privileged)),
        new("procMount", Baseline, "", (0, HostChecks.ProcMount), (35, WithoutUserNamespace(HostChecks.ProcMount))),
        new("seLinuxOptions", Baseline, "", (0, SeLinuxChecks.Original), (31, SeLinuxChecks.WithEngine)),
        new("seccompProfile_baseline", Baseline, "", (0, ProfileChecks.SeccompAnnotations), (19, ProfileChecks.Seccomp)),
        new("sysctls", Baseline, "", (0, SysctlChecks.Since0), (27, SysctlChecks.Since27), (29, SysctlChecks.Since29), (32, SysctlChecks.Since32)),
        new("windowsHostProcess", Baseline, "", (0, HostChecks.WindowsHostProcess)),
        new("allowPrivilegeEscalation", Restricted, "", (8, UserChecks.Escalation), (25, OnLinux(UserChecks.Escalation))),
        new("capabilities_restricted", Restricted, "capabilities_baseline",
            (22, CapabilityChecks.Restricted), (25, OnLinux(CapabilityChecks.Restricted))),
        new("procMount_restricted", Restricted, "procMount", (35, HostChecks.ProcMount)),
        new("restrictedVolumes", Restricted, "hostPathVolumes", (0, VolumeChecks.Restricted)),
        new("runAsNonRoot", Restricted, "", (0, UserChecks.NonRoot), (35, WithoutUserNamespace(UserChecks.NonRoot))),
        new("runAsUser", Restricted, "", (23, UserChecks.RootUser), (35, WithoutUserNamespace(UserChecks.RootUser))),
        new("seccompProfile_restricted", Restricted, "seccompProfile_baseline",
            (19, ProfileChecks.SeccompRequired), (25, OnLinux(ProfileChecks.SeccompRequired))),
    ];

    /// <summary>The rules the pod breaks.</summary>
    public static List<Violation> Evaluate(LevelVersion policy, ObjectMeta metadata, PodSpec spec)
    {
        var found = new List<Violation>();
        if (policy.Level == Privileged) return found;
        var minor = Math.Min(policy.Minor, NewestMinor);
        foreach (var check in s_checks)
        {
            if (check.Level > policy.Level || check.At(minor) is not { } judge) continue;
            if (policy.Level == Restricted && IsOverridden(check.Id, minor)) continue;
            if (judge(metadata, spec) is { } violation) found.Add(violation);
        }

        return found;
    }

    private static bool IsOverridden(string id, int minor)
    {
        foreach (var check in s_checks)
            if (check.Overrides == id && check.At(minor) is not null) return true;
        return false;
    }

    /// <summary>Does not hold for Windows, which has nothing of the kind.</summary>
    private static PodCheck OnLinux(PodCheck check) => (metadata, spec) => spec.Os?.Name == OSName.Windows ? null : check(metadata, spec);

    /// <summary>Does not hold where root of the pod is nobody on the node.</summary>
    private static PodCheck WithoutUserNamespace(PodCheck check) => (metadata, spec) => spec.HostUsers == false ? null : check(metadata, spec);
}
