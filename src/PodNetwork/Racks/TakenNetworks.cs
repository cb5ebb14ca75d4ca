using System.Net;

namespace Kybernet.PodNetwork.Racks;

/// <summary>Whether a network is one this machine uses already.</summary>
internal static class TakenNetworks
{
    /// <summary>The route that shares addresses with the network; null when none does. The default route is none of it.</summary>
    /// <param name="routes">What <c>ip route</c> prints.</param>
    /// <param name="network">Addresses of version 4.</param>
    public static string? Find(string routes, IPNetwork network)
    {
        foreach (var line in routes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = line.Split(' ');
            // Kinds such as "unreachable" stand before the destination.
            var destination = words[0].Length > 0 && char.IsAsciiDigit(words[0][0]) ? words[0] : words.Length > 1 ? words[1] : "";
            if (!IPNetwork.TryParse(destination.Contains('/', StringComparison.Ordinal) ? destination : destination + "/32", out var other)) continue;
            if (other.PrefixLength > 0 && (network.Contains(other.BaseAddress) || other.Contains(network.BaseAddress))) return line;
        }

        return null;
    }
}
