using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>An address as a number: the low 32 bits for IPv4, all 128 for IPv6.</summary>
public readonly record struct IpAddress(UInt128 Bits, bool IsIPv6) : IComparable<IpAddress>
{
    public const string IPv4 = "IPv4";
    public const string IPv6 = "IPv6";

    /// <summary>The number of bits.</summary>
    public int Length => IsIPv6 ? 128 : 32;

    /// <summary>The name of the family in the API.</summary>
    public string Family => IsIPv6 ? IPv6 : IPv4;

    /// <summary>Four numbers without leading zeros, or IPv6 without a zone.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        if (!text.Contains(':')) return TryParseIPv4(text, out address);
        if (text.ContainsAny('%', '[', ']') || !IPAddress.TryParse(text, out var parsed)) return false;
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        UInt128 bits = 0;
        foreach (var part in bytes) bits = (bits << 8) | part;
        address = new(bits, IsIPv6: true);
        return true;
    }

    public int CompareTo(IpAddress other) => IsIPv6 == other.IsIPv6 ? Bits.CompareTo(other.Bits) : IsIPv6.CompareTo(other.IsIPv6);

    /// <summary>The canonical text: RFC 5952 for IPv6.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length / 8];
        var bits = Bits;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bytes[i] = (byte)(bits & 0xff);
            bits >>= 8;
        }

        return new IPAddress(bytes).ToString();
    }

    public static bool operator <(IpAddress left, IpAddress right) => left.CompareTo(right) < 0;

    public static bool operator <=(IpAddress left, IpAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >(IpAddress left, IpAddress right) => left.CompareTo(right) > 0;

    public static bool operator >=(IpAddress left, IpAddress right) => left.CompareTo(right) >= 0;

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        uint bits = 0;
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || ++count > 4) return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
            bits = (bits << 8) | number;
        }

        address = new(bits, IsIPv6: false);
        return count == 4;
    }
}
