using System.Net;
using System.Net.Sockets;
using Kybernet.Machinery.Collections;

namespace Kybernet.Proxy.Model;

/// <summary>Addresses and ranges as objects write them, by family.</summary>
public static class IpTexts
{
    extension(IpFamily family)
    {
        /// <summary>As the API names it, in <c>ipFamilies</c> and as an EndpointSlice's <c>addressType</c>.</summary>
        public string ApiName => family == IpFamily.V4 ? "IPv4" : "IPv6";

        /// <summary>The addresses of the family in their canonical form; what is no address is left out.</summary>
        public string[] AddressesOf(IEnumerable<string> texts) => [.. texts.Select(text => family.Canonical(text)).OfType<string>()];

        /// <summary>The address in its canonical form; null when it is none of this family.</summary>
        public string? Canonical(string text) =>
            IPAddress.TryParse(text, out var address) && address.AddressFamily == family.Sockets ? address.ToString() : null;

        /// <summary>The ranges of the family, with the bits of hosts cleared; what is no range is left out.</summary>
        public IPNetwork[] RangesOf(IEnumerable<string> texts) => [.. texts.Select(Range).OfType<IPNetwork>().Where(range =>
            range.BaseAddress.AddressFamily == family.Sockets)];

        private AddressFamily Sockets => family == IpFamily.V4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
    }

    /// <summary>The service's first cluster address of the family; empty when it has none.</summary>
    public static string ClusterIpOf(ListOf<string> clusterIps, string clusterIp, IpFamily family)
    {
        foreach (var text in clusterIps)
            if (family.Canonical(text) is { } address) return address;
        return family.Canonical(clusterIp) ?? "";
    }

    // Upstream reads ranges sloppily: padded with blanks, with bits beyond the mask.
    private static IPNetwork? Range(string text)
    {
        var parts = text.Trim().Split('/');
        if (parts.Length != 2 || !IPAddress.TryParse(parts[0], out var address) || !int.TryParse(parts[1], out var length)) return null;
        var bytes = address.GetAddressBytes();
        if (length < 0 || length > bytes.Length * 8) return null;
        for (var bit = length; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new(new(bytes), length);
    }
}
