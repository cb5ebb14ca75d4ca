using System.Net;
using System.Net.Sockets;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Addresses;

/// <summary>Addresses that can be the end of a connection: endpoints, and external IPs. Upstream: <c>ValidateEndpointIP</c>.</summary>
internal static class EndpointIpRules
{
    public static void Check(FieldErrorList errors, FieldPath path, string value)
    {
        if (IpAddresses.Parse(value) is not { } address)
        {
            errors.Add(FieldError.Invalid(path, value, "must be a valid IP address"));
            return;
        }

        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            errors.Add(FieldError.Invalid(path, value, $"may not be unspecified ({value})"));
        if (IPAddress.IsLoopback(address))
            errors.Add(FieldError.Invalid(path, value, "may not be in the loopback range (127.0.0.0/8, ::1/128)"));
        if (IsLinkLocal(address))
            errors.Add(FieldError.Invalid(path, value, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"));
        if (IsLinkLocalMulticast(address))
            errors.Add(FieldError.Invalid(path, value, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"));
    }

    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6
        ? address.IsIPv6LinkLocal
        : address.GetAddressBytes() is [169, 254, ..];

    private static bool IsLinkLocalMulticast(IPAddress address) => address.GetAddressBytes() switch
    {
        [224, 0, 0, _] => true,
        { Length: 16 } bytes => bytes[0] == 0xff && (bytes[1] & 0x0f) == 0x02,
        _ => false,
    };
}
