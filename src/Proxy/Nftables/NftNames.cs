using System.Security.Cryptography;
using System.Text;
using Kybernet.Proxy.Model;

namespace Kybernet.Proxy.Nftables;

/// <summary>The names of tables, chains, sets and maps: upstream's, so that people and tools find what they know.</summary>
/// <remarks>Upstream: pkg/proxy/nftables.</remarks>
internal static class NftNames
{
    public const string Table = "kube-proxy";

    public const string Services = "services";
    public const string ServiceIps = "service-ips";
    public const string ServiceNodePorts = "service-nodeports";
    public const string NodePortIps = "nodeport-ips";
    public const string ClusterIps = "cluster-ips";
    public const string NoEndpointServices = "no-endpoint-services";
    public const string NoEndpointNodePorts = "no-endpoint-nodeports";
    public const string Reject = "reject-chain";
    public const string FirewallIps = "firewall-ips";
    public const string Masquerading = "masquerading";
    public const string HairpinConnections = "hairpin-connections";

    public const string AffinityPrefix = "affinity-";

    // The kernel takes 255 bytes less the terminating zero and upstream leaves 16 for the prefix.
    private const int LongestBase = 240;
    private const string HashAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string ClusterChain(ServicePortInfo port) => "service-" + BaseOf(port);

    public static string LocalChain(ServicePortInfo port) => "local-" + BaseOf(port);

    public static string ExternalChain(ServicePortInfo port) => "external-" + BaseOf(port);

    public static string FirewallChain(ServicePortInfo port) => "firewall-" + BaseOf(port);

    public static string EndpointChain(ServicePortInfo port, ProxyEndpoint endpoint) => "endpoint-" + BaseOf(port, endpoint);

    public static string AffinitySet(ServicePortInfo port, ProxyEndpoint endpoint) => AffinityPrefix + BaseOf(port, endpoint);

    /// <summary>A chain of a service: their names have a slash, the names of the others have none.</summary>
    public static bool IsServiceChain(string chain) => chain.Contains('/', StringComparison.Ordinal);

    /// <summary><c>ULMVA6XW-ns1/svc1/tcp/p80</c>: the hash keeps names apart that are cut, and names alike apart to the eye.</summary>
    private static string BaseOf(ServicePortInfo port) =>
        Hashed($"{port.Name.Service.Namespace}/{port.Name.Service.Name}/{port.Protocol}/{port.Name.Port}");

    // Colons may not stand in a name.
    private static string BaseOf(ServicePortInfo port, ProxyEndpoint endpoint) => Hashed(
        $"{port.Name.Service.Namespace}/{port.Name.Service.Name}/{port.Protocol}/{port.Name.Port}__{endpoint.Ip.Replace(':', '.')}/{endpoint.Port}");

    private static string Hashed(string name)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var text = new StringBuilder(name.Length + 9);
        // Base 32: 5 bytes make 8 characters.
        var bits = 0UL;
        foreach (var b in hash[..5]) bits = (bits << 8) | b;
        for (var shift = 35; shift >= 0; shift -= 5) text.Append(HashAlphabet[(int)(bits >> shift) & 31]);
        text.Append('-').Append(name);
        return text.Length <= LongestBase ? text.ToString() : text.ToString(0, LongestBase - 3) + "...";
    }
}
