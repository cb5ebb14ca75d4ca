using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Networking;

/// <summary>What a pod calls itself. Pure.</summary>
/// <remarks>Upstream: kubelet_pods, GeneratePodHostNameAndDomain; kubelet/util, GetNodenameForKernel.</remarks>
internal static class PodNames
{
    // The kernel's limit.
    private const int LongestHostname = 63;

    public static string Hostname(Pod pod)
    {
        if (pod.Spec.HostnameOverride is { Length: > 0 } given) return given;
        var name = pod.Spec.Hostname.Length > 0 ? pod.Spec.Hostname : pod.Metadata.Name;
        return name.Length > LongestHostname ? name[..LongestHostname].TrimEnd('-', '.') : name;
    }

    /// <summary>The domain of a pod with a subdomain; empty for others.</summary>
    public static string Domain(Pod pod, string clusterDomain) =>
        pod.Spec.HostnameOverride is { Length: > 0 } || pod.Spec.Subdomain.Length == 0
            ? ""
            : $"{pod.Spec.Subdomain}.{pod.Metadata.Namespace}.svc.{clusterDomain}";

    /// <summary>What the kernel is told.</summary>
    public static string Kernel(Pod pod, string clusterDomain)
    {
        var hostname = Hostname(pod);
        return pod.Spec.SetHostnameAsFQDN == true && Domain(pod, clusterDomain) is { Length: > 0 } domain ? $"{hostname}.{domain}" : hostname;
    }
}
