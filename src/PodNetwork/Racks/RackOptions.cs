using System.Net;

namespace Kybernet.PodNetwork.Racks;

/// <summary>What a rack is like.</summary>
public sealed record RackOptions
{
    /// <summary>Begins the names of all that is made: at most eight letters, since interfaces have at most fifteen.</summary>
    public required string Name { get; init; }

    public required int Nodes { get; init; }

    /// <summary>The switch has the first address, nodes the following ones.</summary>
    public IPNetwork Network { get; init; } = new(new([172, 30, 0, 0]), 24);

    /// <summary>
    /// The switch is in the host's own namespace, so that the host and its nodes reach each other, and nodes the world with the host's
    /// address.
    /// Else it has a namespace of its own and nothing leaves it.
    /// </summary>
    public bool IsConnected { get; init; }
}
