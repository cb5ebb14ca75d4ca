using Kybernet.Api.Core.V1;

namespace Kybernet.Proxy.Model;

/// <summary>What rules depend on of the node they are made for.</summary>
/// <param name="Name">The Node's.</param>
/// <param name="Zone">Empty for unknown.</param>
public sealed record NodeTopology(string Name, string Zone)
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>The node's own addresses (<c>InternalIP</c>, then <c>ExternalIP</c>), in the order of its status.</summary>
    public string[] Addresses { get; init; } = [];

    public static NodeTopology Of(string name, Node? node) => new(name, node?.Metadata.Labels.GetValueOrDefault(ZoneLabel) ?? "")
    {
        Addresses = node is null ? [] : [.. AddressesOf(node, "InternalIP"), .. AddressesOf(node, "ExternalIP")],
    };

    private static IEnumerable<string> AddressesOf(Node node, string type) =>
        node.Status.Addresses.Where(address => address.Type == type).Select(address => address.Address);
}
