namespace Kybernet.Proxy.Nftables;

/// <summary>An element of one of the shared sets and maps.</summary>
/// <param name="Container">The set or map.</param>
/// <param name="Key">As nft writes it, its parts joined by <c> . </c>.</param>
internal readonly record struct NftElement(string Container, string Key);

/// <summary>What one service needs in the table, complete: applying it twice, or after any other state, gives the same.</summary>
internal sealed class NftFragment
{
    public static readonly NftFragment Empty = new();

    /// <summary>The rules of each chain, in order.</summary>
    public Dictionary<string, List<string>> Chains { get; } = [];

    /// <summary>Sets of clients with the time after which one is forgotten, in seconds.</summary>
    public Dictionary<string, int> AffinitySets { get; } = [];

    /// <summary>Elements with their verdict; null of an element of a set.</summary>
    public Dictionary<NftElement, string?> Elements { get; } = [];

    /// <summary>Where UDP clients send, and the endpoints that may answer them.</summary>
    public List<UdpFrontend> UdpFrontends { get; } = [];

    /// <summary>Ports whose internal policy is Local and that have no endpoint here, only elsewhere.</summary>
    public int InternalWithoutLocal { get; set; }

    /// <summary>As <see cref="InternalWithoutLocal"/>, of the external policy.</summary>
    public int ExternalWithoutLocal { get; set; }

    /// <summary>0 for none.</summary>
    public int HealthCheckNodePort { get; set; }

    /// <summary>Ready endpoints on this node, by address.</summary>
    public HashSet<string> LocalReady { get; } = [];
}

/// <summary>An address UDP clients send to.</summary>
/// <param name="Address">Null for every address of the node.</param>
/// <param name="Port">The port there.</param>
/// <param name="Endpoints">Those that serve.</param>
internal sealed record UdpFrontend(string? Address, int Port, HashSet<(string Ip, int Port)> Endpoints);
