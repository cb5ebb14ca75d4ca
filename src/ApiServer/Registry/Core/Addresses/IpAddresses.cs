using System.Net;
using System.Net.Sockets;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Addresses;

/// <summary>Questions about addresses in any form upstream's lenient parser reads (<c>k8s.io/utils/net</c>).</summary>
internal static class IpAddresses
{
    /// <summary>An IPv4-mapped IPv6 address is an IPv4 address. False for what is no address.</summary>
    public static bool IsIPv6(string address) => FamilyOf(address) == AddressFamily.InterNetworkV6;

    /// <inheritdoc cref="IsIPv6"/>
    public static bool IsIPv4(string address) => FamilyOf(address) == AddressFamily.InterNetwork;

    public static bool IsAddress(string text) => IsValid(text);

    /// <summary>At least one address of each family.</summary>
    public static bool IsDualStack(ListOf<string> addresses) => HasBoth(addresses, IsIPv6);

    /// <summary>At least one network of each family; each of them is a valid CIDR.</summary>
    public static bool IsDualStackCidrs(ListOf<string> cidrs) => HasBoth(cidrs, cidr => IsIPv6(cidr.Split('/')[0]));

    /// <summary>Null when the text is no address. Leading zeros are decimal, as Go's parser once read them.</summary>
    public static IPAddress? Parse(string text)
    {
        if (!IsValid(text)) return null;
        if (!text.Contains(':', StringComparison.Ordinal))
            text = string.Join('.', text.Split('.').Select(octet => octet.TrimStart('0') is { Length: > 0 } digits ? digits : "0"));
        if (!IPAddress.TryParse(text, out var address)) return null;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static AddressFamily? FamilyOf(string text) =>
        text.Contains(':', StringComparison.Ordinal) ? Parse(text)?.AddressFamily : IsValid(text) ? AddressFamily.InterNetwork : null;

    private static bool IsValid(string text)
    {
        var errors = new FieldErrorList();
        IpRules.IsValidIpForLegacyField(errors, FieldPath.None, text, strict: false);
        return errors.IsEmpty;
    }

    private static bool HasBoth(ListOf<string> values, Func<string, bool> isIPv6)
    {
        var (four, six) = (false, false);
        foreach (var value in values)
        {
            if (isIPv6(value)) six = true;
            else four = true;
        }

        return four && six;
    }
}
