using System.Globalization;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Nftables;

/// <summary>How one endpoint of several is picked.</summary>
internal sealed class EndpointRules(NftDialect dialect, ServicePortInfo port)
{
    /// <summary>
    /// Up to so many endpoints are a ladder of rules, each taking its share of what is left (1/n, 1/(n-1), …, 1); more are one rule with a
    /// map.
    /// A map in a rule is a set without a name, for which the kernel looks through all sets of the table: 10,000 of them take 13 s to load,
    /// 10,000 ladders 0.5 s. The ladder is walked once a connection.
    /// </summary>
    internal const int LongestLadder = 16;

    /// <summary>
    /// The rules of a chain that sends to any of the endpoints, all with the same chance; to the client's own one when affinity is on.
    /// </summary>
    public List<string> Choose(ProxyEndpoint[] endpoints)
    {
        var rules = new List<string>();
        if (port.IsSticky)
            foreach (var endpoint in endpoints)
                rules.Add($"{dialect.Ip} saddr @{NftNames.AffinitySet(port, endpoint)} goto {NftNames.EndpointChain(port, endpoint)}");
        if (endpoints.Length > LongestLadder) rules.Add(port.IsSticky ? JumpMap(endpoints) : DnatMap(endpoints));
        else AddLadder(rules, endpoints);
        return rules;
    }

    /// <summary>The rules of an endpoint's own chain: the client is remembered, for as long again.</summary>
    public List<string> Remember(ProxyEndpoint endpoint) =>
        [$"update @{NftNames.AffinitySet(port, endpoint)} {{ {dialect.Ip} saddr }}", $"meta l4proto {port.Protocol} dnat to {endpoint}"];

    private void AddLadder(List<string> rules, ProxyEndpoint[] endpoints)
    {
        for (var i = 0; i < endpoints.Length; i++)
        {
            var left = endpoints.Length - i;
            var share = left == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"numgen random mod {left} 0 ");
            rules.Add(port.IsSticky
                ? $"{share}goto {NftNames.EndpointChain(port, endpoints[i])}"
                : $"meta l4proto {port.Protocol} {share}dnat to {endpoints[i]}");
        }
    }

    private string DnatMap(ProxyEndpoint[] endpoints)
    {
        var elements = endpoints.Select((endpoint, i) => string.Create(CultureInfo.InvariantCulture, $"{i} : {endpoint.Ip} . {endpoint.Port}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"meta l4proto {port.Protocol} dnat {dialect.Ip} addr . port to numgen random mod {endpoints.Length} map {{ {string.Join(", ", elements)} }}");
    }

    private string JumpMap(ProxyEndpoint[] endpoints)
    {
        var elements = endpoints.Select((endpoint, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{i} : goto {NftNames.EndpointChain(port, endpoint)}"));
        return string.Create(CultureInfo.InvariantCulture, $"numgen random mod {endpoints.Length} vmap {{ {string.Join(", ", elements)} }}");
    }
}
