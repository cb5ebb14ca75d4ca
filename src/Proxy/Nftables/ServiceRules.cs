using System.Globalization;
using System.Net;
using Kybernet.Proxy.Model;
using static Kybernet.Proxy.Nftables.NftNames;

namespace Kybernet.Proxy.Nftables;

/// <summary>
/// The rules of a service's ports. A packet meets them so:
/// <list type="number">
/// <item><c>service-ips</c> and <c>service-nodeports</c> lead from where the client sent to to the chain of its policy or, from outside, to
/// <c>external-…</c>, which marks for masquerade or short-circuits what comes from this node.</item>
/// <item>The policy's chain (<c>service-…</c>, <c>local-…</c>) picks an endpoint: with session affinity the one that knows the client,
/// else any.</item>
/// <item>What has no endpoint is in <c>no-endpoint-…</c> and rejected, or dropped when only this node has none.</item>
/// </list>
/// </summary>
/// <remarks>Upstream: pkg/proxy/nftables, syncProxyRules.</remarks>
internal sealed class ServiceRules(NftDialect dialect, NodeTopology node)
{
    private const string Drop = "drop";
    private const string GotoReject = "goto " + Reject;

    public NftFragment Of(IEnumerable<ServicePortInfo> ports, IReadOnlyDictionary<(string Port, string Protocol), ProxyEndpoint[]> endpoints)
    {
        var fragment = new NftFragment();
        foreach (var port in ports) Add(fragment, port, endpoints.GetValueOrDefault((port.Name.Port, port.Name.Protocol)) ?? []);
        return fragment;
    }

    private void Add(NftFragment fragment, ServicePortInfo port, ProxyEndpoint[] endpoints)
    {
        var choice = EndpointChoice.For(port, endpoints, node);
        var hasInternal = choice.HasAny && (!port.InternalPolicyLocal || choice.Local.Length > 0);
        var hasExternal = choice.HasAny && (!port.ExternalPolicyLocal || choice.Local.Length > 0);
        if (choice.HasAny && !hasInternal) fragment.InternalWithoutLocal++;
        if (choice.HasAny && !hasExternal) fragment.ExternalWithoutLocal++;
        AddClusterIp(fragment, port, hasInternal, choice.HasAny);
        if (port.IsExternallyAccessible) AddExternal(fragment, port, hasExternal, choice);
        AddEndpoints(fragment, port, choice);
        fragment.HealthCheckNodePort = Math.Max(fragment.HealthCheckNodePort, port.HealthCheckNodePort);
        foreach (var endpoint in endpoints)
            if (endpoint is { IsLocal: true, IsReady: true }) fragment.LocalReady.Add(endpoint.Ip);
        if (port.Protocol == "udp") AddUdp(fragment, port, endpoints);
    }

    private static void AddClusterIp(NftFragment fragment, ServicePortInfo port, bool hasEndpoints, bool hasAny)
    {
        fragment.Elements[new(ClusterIps, port.ClusterIp)] = null;
        var key = KeyOf(port.ClusterIp, port);
        if (hasEndpoints) fragment.Elements[new(ServiceIps, key)] = "goto " + (port.InternalPolicyLocal ? LocalChain(port) : ClusterChain(port));
        else fragment.Elements[new(NoEndpointServices, key)] = hasAny ? Drop : GotoReject;
    }

    private void AddExternal(NftFragment fragment, ServicePortInfo port, bool hasExternal, EndpointChoice choice)
    {
        var target = "goto " + ExternalChain(port);
        var verdict = choice.HasAny ? Drop : GotoReject;
        foreach (var address in port.ExternalIps.Concat(port.LoadBalancerVips))
        {
            if (choice.HasAny) fragment.Elements[new(ServiceIps, KeyOf(address, port))] = target;
            if (!hasExternal) fragment.Elements[new(NoEndpointServices, KeyOf(address, port))] = verdict;
        }

        if (port.NodePort != 0)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{port.Protocol} . {port.NodePort}");
            if (choice.HasAny) fragment.Elements[new(ServiceNodePorts, key)] = target;
            if (!hasExternal) fragment.Elements[new(NoEndpointNodePorts, key)] = verdict;
        }

        if (choice.HasAny) fragment.Chains[ExternalChain(port)] = ExternalRules(port, hasExternal, choice);
        if (port.LoadBalancerVips.Length > 0 && port.SourceRanges.Length > 0) AddFirewall(fragment, port);
    }

    private List<string> ExternalRules(ServicePortInfo port, bool hasExternal, EndpointChoice choice)
    {
        var rules = new List<string>();
        if (!port.ExternalPolicyLocal)
        {
            // The endpoint may be on another node, and its answer has to come back this way.
            rules.Add(dialect.MasqueradeRule);
        }
        else if (choice.Cluster.Length > 0)
        {
            // Pods and this node reach the service as if they had gone out to a load balancer and come back in by any node.
            if (dialect.FromPods is { } fromPods) rules.Add($"{fromPods} goto {ClusterChain(port)}");
            rules.Add($"fib saddr type local {dialect.MasqueradeRule}");
            rules.Add($"fib saddr type local goto {ClusterChain(port)}");
        }

        if (hasExternal) rules.Add($"goto {(port.ExternalPolicyLocal ? LocalChain(port) : ClusterChain(port))}");
        return rules;
    }

    private void AddFirewall(NftFragment fragment, ServicePortInfo port)
    {
        foreach (var vip in port.LoadBalancerVips) fragment.Elements[new(FirewallIps, KeyOf(vip, port))] = $"goto {FirewallChain(port)}";
        var sources = port.SourceRanges.Select(range => range.ToString());
        // A node that has the VIP as its own address sends to it from the VIP: allowed where the node itself is.
        var own = node.Addresses.Where(address => dialect.Family.Canonical(address) is not null).Select(IPAddress.Parse).FirstOrDefault();
        if (own is not null && port.SourceRanges.Any(range => range.Contains(own))) sources = sources.Concat(port.LoadBalancerVips);
        fragment.Chains[FirewallChain(port)] = [$"{dialect.Ip} saddr != {{ {string.Join(", ", sources)} }} drop"];
    }

    private void AddEndpoints(NftFragment fragment, ServicePortInfo port, EndpointChoice choice)
    {
        var rules = new EndpointRules(dialect, port);
        if (choice.Cluster.Length > 0 && port.UsesClusterEndpoints) fragment.Chains[ClusterChain(port)] = rules.Choose(choice.Cluster);
        if (choice.Local.Length > 0) fragment.Chains[LocalChain(port)] = rules.Choose(choice.Local);
        foreach (var endpoint in choice.All)
        {
            if (port.IsSticky)
            {
                fragment.AffinitySets[AffinitySet(port, endpoint)] = port.StickySeconds;
                fragment.Chains[EndpointChain(port, endpoint)] = rules.Remember(endpoint);
            }

            // A pod that reaches itself through the service must see another source, or it would answer itself past us.
            if (endpoint.IsLocal)
                fragment.Elements[new(HairpinConnections, $"{endpoint.Ip} . {endpoint.Ip} . {port.Protocol} . {Text(endpoint.Port)}")] = null;
        }
    }

    private static void AddUdp(NftFragment fragment, ServicePortInfo port, ProxyEndpoint[] endpoints)
    {
        var serving = endpoints.Where(static endpoint => endpoint.IsServing).Select(static endpoint => (endpoint.Ip, endpoint.Port)).ToHashSet();
        // Without endpoints packets are rejected before they reach an old connection's end.
        if (serving.Count == 0) return;
        foreach (var address in port.LoadBalancerVips.Concat(port.ExternalIps).Prepend(port.ClusterIp))
            fragment.UdpFrontends.Add(new(address, port.Port, serving));
        if (port.NodePort != 0) fragment.UdpFrontends.Add(new(null, port.NodePort, serving));
    }

    private static string KeyOf(string address, ServicePortInfo port) => $"{address} . {port.Protocol} . {Text(port.Port)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
