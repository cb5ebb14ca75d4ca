using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.ApiServer.Registry.Allocation;

/// <summary>An address as a number, in two halves: the low 32 bits for IPv4, all 128 for IPv6.</summary>
/// <remarks>Not <see cref="UInt128"/>: code with it cannot be compiled ahead for a <c>TestCluster</c>.</remarks>
public readonly record struct IpAddress(ulong High, ulong Low, bool IsIPv6) : IComparable<IpAddress>
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
        address = new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), IsIPv6: true);
        return true;
    }

    public int CompareTo(IpAddress other) => (IsIPv6, High, Low).CompareTo((other.IsIPv6, other.High, other.Low));

    /// <summary>The canonical text: RFC 5952 for IPv6.</summary>
    public override string ToString()
    {
        if (!IsIPv6) return string.Create(CultureInfo.InvariantCulture, $"{Low >> 24}.{(Low >> 16) & 255}.{(Low >> 8) & 255}.{Low & 255}");
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
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

        address = new(0, bits, IsIPv6: false);
        return count == 4;
    }
}
