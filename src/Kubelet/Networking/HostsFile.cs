using System.Text;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Networking;

/// <summary>The <c>/etc/hosts</c> of a pod. Pure.</summary>
/// <remarks>Upstream: kubelet_pods, managedHostsFileContent and nodeHostsFileContent.</remarks>
internal static class HostsFile
{
    public static string For(Pod pod, IReadOnlyList<string> podIps, string hostname, string domain)
    {
        var text = new StringBuilder("# Kubernetes-managed hosts file.\n")
            .Append("127.0.0.1\tlocalhost\n")
            .Append("::1\tlocalhost ip6-localhost ip6-loopback\n")
            .Append("fe00::0\tip6-localnet\n")
            .Append("fe00::0\tip6-mcastprefix\n")
            .Append("fe00::1\tip6-allnodes\n")
            .Append("fe00::2\tip6-allrouters\n");
        foreach (var ip in podIps)
            text.Append(ip).Append('\t').Append(domain.Length > 0 ? $"{hostname}.{domain}\t{hostname}" : hostname).Append('\n');
        return text.Append(Aliases(pod)).ToString();
    }

    /// <summary>The node's own file with the pod's aliases, for pods on the node's network.</summary>
    public static string ForHostNetwork(Pod pod, string nodeFile) => "# Kubernetes-managed hosts file (host network).\n" + nodeFile + Aliases(pod);

    private static string Aliases(Pod pod)
    {
        if (pod.Spec.HostAliases.IsEmpty) return "";
        var text = new StringBuilder("\n# Entries added by HostAliases.\n");
        foreach (var alias in pod.Spec.HostAliases) text.Append(alias.Ip).Append('\t').AppendJoin('\t', alias.Hostnames).Append('\n');
        return text.ToString();
    }
}
