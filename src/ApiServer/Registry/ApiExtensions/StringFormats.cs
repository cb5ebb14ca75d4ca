using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Formats of strings. Upstream: <c>kube-openapi/pkg/validation/strfmt</c>.</summary>
/// <remarks>Not done yet: uri, email, hostname, isbn, creditcard, ssn, rgbcolor, bsonobjectid; strings of these formats pass.</remarks>
internal static class StringFormats
{
    public static bool IsValid(string format, string value) => format.Replace("-", "", StringComparison.Ordinal) switch
    {
        "date" => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "datetime" => MicroTime.TryParse(Encoding.UTF8.GetBytes(value), out _) || Time.TryParse(Encoding.UTF8.GetBytes(value), out _)
            || value.Length == 0,
        "byte" => Convert.TryFromBase64String(value, new byte[value.Length], out _),
        "ipv4" => IsAddress(value, AddressFamily.InterNetwork),
        "ipv6" => IsAddress(value, AddressFamily.InterNetworkV6),
        "cidr" => IsCidr(value),
        "uuid" => IsUuid(value, ""),
        "uuid3" => IsUuid(value, "3"),
        "uuid4" => IsUuid(value, "4"),
        "uuid5" => IsUuid(value, "5"),
        "hexcolor" => IsHexColor(value),
        "k8sshortname" => DnsNames.IsDns1123Label(value).IsEmpty,
        "k8slongname" => DnsNames.IsDns1123Subdomain(value).IsEmpty,
        _ => true,
    };

    private static bool IsAddress(string value, AddressFamily family) =>
        !value.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(value, out var address) && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6 || value.AsSpan().Count('.') == 3);

    private static bool IsCidr(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && (IsAddress(value[..slash], AddressFamily.InterNetwork) ? length <= 32
                : IsAddress(value[..slash], AddressFamily.InterNetworkV6) && length <= 128);
    }

    /// <summary>Dashes are optional, either case is fine.</summary>
    private static bool IsUuid(string value, string version)
    {
        var digits = value.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length != 32 || !digits.All(char.IsAsciiHexDigit) || value.Length > 36) return false;
        return version.Length == 0 || (digits[12] == version[0] && (version == "3" || "89abAB".Contains(digits[16], StringComparison.Ordinal)));
    }

    private static bool IsHexColor(string value)
    {
        var digits = value.StartsWith('#') ? value[1..] : value;
        return digits.Length is 3 or 6 && digits.All(char.IsAsciiHexDigit);
    }
}
