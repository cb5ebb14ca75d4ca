using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Networking;

/// <summary>The resolver configuration of a pod. Pure.</summary>
/// <remarks>Upstream: kubelet/network/dns, GetPodDNS.</remarks>
internal static class PodDns
{
    /// <param name="pod">The pod.</param>
    /// <param name="node">The node's own configuration.</param>
    /// <param name="clusterDns">The addresses of the cluster's DNS; none when it has none.</param>
    /// <param name="clusterDomain">Such as <c>cluster.local</c>; may be empty.</param>
    public static DNSConfig For(Pod pod, ResolverFile node, IReadOnlyList<string> clusterDns, string clusterDomain)
    {
        var policy = pod.Spec.DnsPolicy switch
        {
            DNSPolicy.None => DNSPolicy.None,
            DNSPolicy.Default => DNSPolicy.Default,
            DNSPolicy.ClusterFirst when pod.Spec.HostNetwork => DNSPolicy.Default,
            _ => clusterDns.Count == 0 ? DNSPolicy.Default : DNSPolicy.ClusterFirst,
        };
        var config = policy switch
        {
            DNSPolicy.None => new DNSConfig(),
            DNSPolicy.ClusterFirst => new DNSConfig
            {
                Servers = { clusterDns },
                Searches = { ClusterSearches(pod.Metadata.Namespace, clusterDomain), node.Searches },
                Options = { "ndots:5" },
            },
            _ => new DNSConfig { Servers = { node.Servers }, Searches = { node.Searches }, Options = { node.Options } },
        };
        if (pod.Spec.DnsConfig is { } own) Add(config, own);
        return config;
    }

    private static IEnumerable<string> ClusterSearches(string @namespace, string domain) =>
        domain.Length == 0 ? [] : [$"{@namespace}.svc.{domain}", $"svc.{domain}", domain];

    private static void Add(DNSConfig config, PodDNSConfig own)
    {
        foreach (var server in own.Nameservers)
            if (!config.Servers.Contains(server)) config.Servers.Add(server);
        foreach (var search in own.Searches)
            if (!config.Searches.Contains(search)) config.Searches.Add(search);
        foreach (var option in own.Options)
        {
            // The pod's word replaces what was there.
            for (var i = config.Options.Count - 1; i >= 0; i--)
                if (config.Options[i].Split(':')[0] == option.Name) config.Options.RemoveAt(i);
            config.Options.Add(option.Value is { Length: > 0 } value ? $"{option.Name}:{value}" : option.Name);
        }
    }
}
