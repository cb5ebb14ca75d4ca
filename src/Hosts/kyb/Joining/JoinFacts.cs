using System.Net;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>What a node has to know of its cluster, and the maps in which the cluster tells it.</summary>
/// <param name="ClusterCidrs">Pods' addresses.</param>
/// <param name="DnsAddress">Of the service <c>kube-dns</c>.</param>
internal sealed record JoinFacts(string[] ClusterCidrs, IPAddress DnsAddress)
{
    /// <summary>Of <c>kube-public</c>, for everybody: a kubeconfig with the server and its authority, as kubeadm writes it.</summary>
    public const string ClusterInfo = "cluster-info";

    /// <summary>Of <c>kube-system</c>, for nodes.</summary>
    public const string NodeConfig = "kybernet-node";

    private const string KubeconfigKey = "kubeconfig";
    private const string CidrsKey = "cluster-cidrs";
    private const string DnsKey = "cluster-dns";

    public ConfigMap ToMap() => new()
    {
        Metadata = new() { Namespace = "kube-system", Name = NodeConfig },
        Data = MapOf.Of((CidrsKey, string.Join(',', ClusterCidrs)), (DnsKey, DnsAddress.ToString())),
    };

    /// <exception cref="IOException">The map has not what it should.</exception>
    public static JoinFacts Of(ConfigMap map)
    {
        if (!map.Data.TryGetValue(CidrsKey, out var cidrs) || !map.Data.TryGetValue(DnsKey, out var dns) || !IPAddress.TryParse(dns, out var address))
            throw new IOException($"the ConfigMap {NodeConfig} of kube-system has no {CidrsKey} or {DnsKey}");
        return new(cidrs.Split(',', StringSplitOptions.RemoveEmptyEntries), address);
    }

    public static ConfigMap Info(string address, string authorityPem) => new()
    {
        Metadata = new() { Namespace = "kube-public", Name = ClusterInfo },
        Data = MapOf.Of((KubeconfigKey,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: ""
              cluster:
                server: https://{address}
                certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem))}
            users: []
            contexts: []

            """)),
    };

    /// <returns>PEM of the authority.</returns>
    /// <exception cref="IOException">The map has none.</exception>
    public static string AuthorityOf(ConfigMap info)
    {
        var config = KubeconfigReader.Read(info.Data.TryGetValue(KubeconfigKey, out var text) ? text : "", "/");
        var data = config.Clusters.Values.Select(static cluster => cluster.CertificateAuthorityData).FirstOrDefault(static one => one.Length > 0);
        return data ?? throw new IOException($"the ConfigMap {ClusterInfo} of kube-public has no authority");
    }
}
