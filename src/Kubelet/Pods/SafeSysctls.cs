namespace Kybernet.Kubelet.Pods;

/// <summary>The kernel's settings that a pod may have of its own without harm to others.</summary>
/// <remarks>Upstream: kubelet/sysctl, safe_sysctls, for kernels from 4.15 on.</remarks>
internal static class SafeSysctls
{
    public static bool Contains(string name) => name is "kernel.shm_rmid_forced" or "net.ipv4.ip_local_port_range" or "net.ipv4.tcp_syncookies"
        or "net.ipv4.ping_group_range" or "net.ipv4.ip_unprivileged_port_start" or "net.ipv4.ip_local_reserved_ports" or "net.ipv4.tcp_keepalive_time"
        or "net.ipv4.tcp_fin_timeout" or "net.ipv4.tcp_keepalive_intvl" or "net.ipv4.tcp_keepalive_probes" or "net.ipv4.tcp_rmem" or "net.ipv4.tcp_wmem";
}
