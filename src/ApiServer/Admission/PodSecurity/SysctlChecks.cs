using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Rules about kernel parameters: those that belong to the pod alone.</summary>
internal static class SysctlChecks
{
    // The order in which they were added: each version has those of the ones before.
    private static readonly string[] s_allowed =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem",
    ];

    public static Violation? Since0(ObjectMeta metadata, PodSpec spec) => Check(spec, 5);

    public static Violation? Since27(ObjectMeta metadata, PodSpec spec) => Check(spec, 6);

    public static Violation? Since29(ObjectMeta metadata, PodSpec spec) => Check(spec, 10);

    public static Violation? Since32(ObjectMeta metadata, PodSpec spec) => Check(spec, 12);

    private static Violation? Check(PodSpec spec, int allowed)
    {
        List<string>? bad = null;
        foreach (var sysctl in spec.SecurityContext?.Sysctls ?? default)
            if (!s_allowed.AsSpan(0, allowed).Contains(sysctl.Name)) (bad ??= []).Add(sysctl.Name);
        return bad is null ? null : new("forbidden sysctls", string.Join(", ", bad));
    }
}
