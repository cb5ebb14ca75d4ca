using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>A network that services get addresses from. Upstream: <c>pkg/registry/core/service/ipallocator</c>.</summary>
/// <remarks>
/// <para>Offset 0 is the first address after the network's own. The last address of an IPv4 network, its broadcast, is not given
/// out. What an allocator may hand out is <c>[0, Size)</c>.</para>
/// <para>The first <see cref="StaticBand"/> offsets are left to those who name their address: addresses nobody named come from
/// above the band until nothing is free there, so that the two meet as late as possible.</para>
/// </remarks>
public sealed record IpRange
{
    private const int MinStaticBand = 16;
    private const int MaxStaticBand = 256;
    private const int StaticBandDivisor = 16;

    private IpRange(IpAddress network, int prefixLength) => (Network, PrefixLength) = (network, prefixLength);

    /// <summary>The network's own address: no bits beyond the prefix.</summary>
    public IpAddress Network { get; }

    public int PrefixLength { get; }

    public string Family => Network.Family;

    /// <summary>How many addresses can be given out.</summary>
    public ulong Size
    {
        get
        {
            var reserved = Network.IsIPv6 ? 1UL : 2;
            return LastOffset > reserved - 1 ? LastOffset - (reserved - 1) : 0;
        }
    }

    /// <summary>How far the last address is from the network's own. No network has more than 64 bits of its own.</summary>
    private ulong LastOffset => ~MaskOf(Network.Length - PrefixLength);

    /// <summary>
    /// The number of offsets kept for addresses that are named: <c>min(max(16, addresses/16), 256)</c>, or 0 in a network of up
    /// to 16.
    /// </summary>
    public int StaticBand
    {
        get
        {
            // As upstream: half of all addresses or more count as none, and what 63 bits cannot count as what they can.
            if (PrefixLength <= 1) return 0;
            var hostBits = Network.Length - PrefixLength;
            var total = hostBits >= 63 ? long.MaxValue : 1L << hostBits;
            if (total <= MinStaticBand) return 0;
            return (int)Math.Clamp(total / StaticBandDivisor, MinStaticBand, MaxStaticBand);
        }
    }

    /// <summary>Reads <c>10.96.0.0/16</c> or <c>fd00::/108</c>; bits beyond the prefix are cleared.</summary>
    /// <param name="cidr">The text.</param>
    /// <param name="range">The network.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(string cidr, [NotNullWhen(true)] out IpRange? range, [NotNullWhen(false)] out string? error)
    {
        range = null;
        error = $"invalid CIDR address: {cidr}";
        var slash = cidr.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IpAddress.TryParse(cidr.AsSpan(0, slash), out var address)) return false;
        if (!int.TryParse(cidr.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return false;
        if (length > address.Length) return false;
        if (address.IsIPv6 && length < 64)
        {
            error = $"shortest allowed prefix length for service CIDR is 64, got {length}";
            return false;
        }

        range = new(address with { Low = address.Low & MaskOf(address.Length - length) }, length);
        error = null;
        return true;
    }

    /// <summary>The address at an offset; throws when the offset is not in the range.</summary>
    public IpAddress AddressAt(ulong offset) => offset < Size
        ? Network with { Low = Network.Low + 1 + offset }
        : throw new ArgumentOutOfRangeException(nameof(offset), $"offset {offset} of {this}, which has {Size} addresses");

    /// <summary>Whether the address is in the network, also where it cannot be given out.</summary>
    public bool Holds(IpAddress address) =>
        address.IsIPv6 == Network.IsIPv6 && address.High == Network.High && (address.Low & MaskOf(Network.Length - PrefixLength)) == Network.Low;

    /// <summary>Where the address is in the range; null when it is not one that can be given out.</summary>
    public ulong? OffsetOf(IpAddress address)
    {
        if (!Holds(address) || address.Low == Network.Low) return null;
        var offset = address.Low - Network.Low - 1;
        return offset < Size ? offset : null;
    }

    private static ulong MaskOf(int hostBits) => hostBits == 64 ? 0 : ulong.MaxValue << hostBits;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Network}/{PrefixLength}");
}
