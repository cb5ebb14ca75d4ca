using static Kybernet.Proxy.Nftables.NftNames;

namespace Kybernet.Proxy.Nftables;

/// <summary>The part of the table that does not depend on services: hooks, dispatch, masquerade, rejection.</summary>
/// <remarks>Upstream: pkg/proxy/nftables, setupNFTables.</remarks>
internal static class BaseRules
{
    private const string FilterPreroutingPreDnat = "filter-prerouting-pre-dnat";
    private const string FilterOutputPreDnat = "filter-output-pre-dnat";
    private const string FilterInput = "filter-input";
    private const string FilterForward = "filter-forward";
    private const string FilterOutput = "filter-output";
    private const string NatPrerouting = "nat-prerouting";
    private const string NatOutput = "nat-output";
    private const string NatPostrouting = "nat-postrouting";
    private const string ServiceEndpointsCheck = "service-endpoints-check";
    private const string NodePortEndpointsCheck = "nodeport-endpoints-check";
    private const string ClusterIpsCheck = "cluster-ips-check";
    private const string FirewallCheck = "firewall-check";
    private const string New = "ct state new ";

    // Priorities by number: nft reads names with an offset only since 1.0.8. -100 is dstnat, 100 srcnat, 0 filter; 10 before dstnat
    // packets still carry the address the client sent to.
    private static readonly (string Chain, string Type, string Hook, int Priority)[] s_hooks =
    [
        (FilterPreroutingPreDnat, "filter", "prerouting", -110),
        (FilterOutputPreDnat, "filter", "output", -110),
        (FilterInput, "filter", "input", 0),
        (FilterForward, "filter", "forward", 0),
        (FilterOutput, "filter", "output", 0),
        (NatPrerouting, "nat", "prerouting", -100),
        (NatOutput, "nat", "output", -100),
        (NatPostrouting, "nat", "postrouting", 100),
    ];

    private static readonly (string From, string Match, string To)[] s_jumps =
    [
        (FilterInput, New, NodePortEndpointsCheck),
        (FilterInput, New, ServiceEndpointsCheck),
        (FilterForward, New, ServiceEndpointsCheck),
        (FilterOutput, New, ServiceEndpointsCheck),
        (FilterPreroutingPreDnat, New, FirewallCheck),
        (FilterOutputPreDnat, New, FirewallCheck),
        (NatOutput, "", Services),
        (NatPrerouting, "", Services),
        (NatPostrouting, "", Masquerading),
        (FilterForward, New, ClusterIpsCheck),
        (FilterOutput, New, ClusterIpsCheck),
    ];

    private static readonly string[] s_chains =
        [Services, Masquerading, ServiceEndpointsCheck, NodePortEndpointsCheck, ClusterIpsCheck, FirewallCheck, Reject];

    /// <summary>Writes the part anew; sets and maps are left empty.</summary>
    /// <param name="transaction">Where to.</param>
    /// <param name="dialect">The family and the options.</param>
    public static void Write(NftTransaction transaction, NftDialect dialect)
    {
        transaction.AddTable();
        foreach (var (chain, type, hook, priority) in s_hooks)
        {
            transaction.AddBaseChain(chain, type, hook, priority);
            transaction.FlushChain(chain);
        }

        foreach (var chain in s_chains)
        {
            transaction.AddChain(chain);
            transaction.FlushChain(chain);
        }

        AddContainers(transaction, dialect);
        foreach (var (from, match, to) in s_jumps) transaction.AddRule(from, $"{match}jump {to}");
        AddChecks(transaction, dialect);
        AddMasquerade(transaction, dialect);
        AddDispatch(transaction, dialect);
    }

    private static void AddContainers(NftTransaction transaction, NftDialect dialect)
    {
        var target = $"{dialect.AddressType} . inet_proto . inet_service";
        Set(HairpinConnections, $"{dialect.AddressType} . {target}", "service hairpin connections");
        Set(ClusterIps, dialect.AddressType, "Active ClusterIPs");
        Set(NodePortIps, dialect.AddressType, "IPs that accept NodePort traffic");
        Map(NoEndpointServices, target, "vmap to drop or reject packets to services with no endpoints");
        Map(NoEndpointNodePorts, "inet_proto . inet_service", "vmap to drop or reject packets to service nodeports with no endpoints");
        Map(FirewallIps, target, "destinations that are subject to LoadBalancerSourceRanges");
        Map(ServiceIps, target, "ClusterIP, ExternalIP and LoadBalancer IP traffic");
        Map(ServiceNodePorts, "inet_proto . inet_service", "NodePort traffic");
        if (dialect.NodePortAddresses is { Length: > 0 } addresses)
            transaction.AddElements(addresses.Select(static address => (new NftElement(NodePortIps, address), (string?)null)));

        void Set(string name, string type, string comment)
        {
            transaction.AddSet(name, type, comment);
            transaction.FlushSet(name);
        }

        void Map(string name, string key, string comment)
        {
            transaction.AddMap(name, key, comment);
            transaction.FlushMap(name);
        }
    }

    private static void AddChecks(NftTransaction transaction, NftDialect dialect)
    {
        transaction.AddRule(Reject, "reject");
        transaction.AddRule(ClusterIpsCheck, $"{dialect.Ip} daddr @{ClusterIps} reject comment \"Reject traffic to invalid ports of ClusterIPs\"");
        if (dialect.ServiceRanges.Length > 0)
        {
            var ranges = string.Join(", ", dialect.ServiceRanges);
            transaction.AddRule(ClusterIpsCheck, $"{dialect.Ip} daddr {{ {ranges} }} drop comment \"Drop traffic to unallocated ClusterIPs\"");
        }

        transaction.AddRule(ServiceEndpointsCheck, $"{Target(dialect)} vmap @{NoEndpointServices}");
        transaction.AddRule(NodePortEndpointsCheck, $"{NodePortMatch(dialect, "")}meta l4proto . th dport vmap @{NoEndpointNodePorts}");
        transaction.AddRule(FirewallCheck, $"{Target(dialect)} vmap @{FirewallIps}");
    }

    private static void AddMasquerade(NftTransaction transaction, NftDialect dialect)
    {
        transaction.AddRule(Masquerading, $"mark and {dialect.Mark} != 0 mark set mark xor {dialect.Mark} masquerade fully-random");
        transaction.AddRule(
            Masquerading,
            $"ct status dnat {dialect.Ip} saddr . {dialect.Ip} daddr . meta l4proto . th dport @{HairpinConnections} masquerade fully-random");
    }

    private static void AddDispatch(NftTransaction transaction, NftDialect dialect)
    {
        // Whoever routes the service range to a node from outside may be sent on to another one: the answer must come back here.
        if (dialect.MasqueradesAll) transaction.AddRule(Services, $"{dialect.Ip} daddr @{ClusterIps} {dialect.MasqueradeRule}");
        else if (dialect.NotFromPods is { } outside) transaction.AddRule(Services, $"{dialect.Ip} daddr @{ClusterIps} {outside} {dialect.MasqueradeRule}");
        transaction.AddRule(Services, $"{Target(dialect)} vmap @{ServiceIps}");
        transaction.AddRule(Services, $"{NodePortMatch(dialect, "fib daddr type local ")}meta l4proto . th dport vmap @{ServiceNodePorts}");
    }

    private static string Target(NftDialect dialect) => $"{dialect.Ip} daddr . meta l4proto . th dport";

    private static string NodePortMatch(NftDialect dialect, string local) =>
        dialect.NodePortAddresses is null ? $"{local}{dialect.NotLoopback} " : $"{dialect.Ip} daddr @{NodePortIps} ";
}
