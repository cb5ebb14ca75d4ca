using System.Globalization;

namespace Kybernet.Machinery.Validation;

/// <summary>An address and a prefix length as upstream's lenient parser reads them (<c>ParseCIDRSloppy</c>).</summary>
/// <param name="Address">The address as written, bits beyond the prefix included.</param>
/// <param name="Length">The prefix length: up to 32 for an address written as IPv4, 128 for one written as IPv6.</param>
/// <param name="HasLeadingZeros">In the address or in the prefix length.</param>
internal readonly record struct CidrText(IpText Address, int Length, bool HasLeadingZeros)
{
    public IpText Network => Address.Masked(Length);

    public static bool TryParse(ReadOnlySpan<char> text, out CidrText cidr)
    {
        cidr = default;
        var slash = text.IndexOf('/');
        if (slash < 0 || !IpText.TryParse(text[..slash], out var address)) return false;
        var bits = text[(slash + 1)..];
        if (!IpText.TryReadNumber(bits, 10, out var length, out var digits) || digits != bits.Length) return false;
        if (length > (address.IsWrittenAsIPv6 ? 128 : 32)) return false;
        cidr = new(address, length, address.HasLeadingZeros || (digits > 1 && bits[0] == '0'));
        return true;
    }

    /// <summary>The canonical text of the network. A network within the IPv4-mapped addresses is an IPv4 network.</summary>
    public override string ToString() => WithLength(Network, Network.IsIPv4MappedIPv6 ? Length - 96 : Length);

    /// <summary>The canonical text of the address with the prefix length, as network interfaces have them.</summary>
    /// <remarks>The length of an IPv4-mapped address is taken to count from the IPv4 part when it is at most 32.</remarks>
    public string ToInterfaceAddress() => WithLength(Address, Address.IsIPv4 && Length > 32 ? Length - 96 : Length);

    private static string WithLength(IpText address, int length) => string.Create(CultureInfo.InvariantCulture, $"{address}/{length}");
}
