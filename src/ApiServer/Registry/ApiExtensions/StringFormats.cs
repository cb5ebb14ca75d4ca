using System.Text;
using System.Text.RegularExpressions;
using Kybernet.ApiServer.Registry.AdmissionRegistration;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Formats of strings; a format nobody knows fits everything. Upstream: <c>kube-openapi/pkg/validation/strfmt</c>.</summary>
/// <remarks>
/// Not done yet: isbn, isbn10, isbn13 and creditcard, whose strings pass; of an email address only that it has something on either
/// side of an <c>@</c> is checked.
/// </remarks>
internal static partial class StringFormats
{
    public static bool IsValid(string format, string value) => format.Replace("-", "", StringComparison.Ordinal) switch
    {
        "date" => TimeFormats.IsDate(value),
        "datetime" => TimeFormats.IsDateTime(value),
        "duration" => TimeFormats.IsDuration(value),
        "ipv4" => AddressFormats.IsIPv4(value),
        "ipv6" => AddressFormats.IsIPv6(value),
        "cidr" => AddressFormats.IsCidr(value),
        "mac" => AddressFormats.IsMac(value),
        "hostname" => value.Length <= 255 && HostName().IsMatch(value) && value.Split('.').All(label => Encoding.UTF8.GetByteCount(label) <= 63),
        "uri" => WebhookUrl.TryParse(value, out var url, out _) && (url.Scheme.Length > 0 || value.StartsWith('/')),
        "email" => value.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && at < value.Length - 1,
        "byte" => Base64().IsMatch(value),
        "uuid" => Uuid().Match(value) is { Success: true },
        "uuid3" => Uuid().Match(value) is { Success: true } three && three.Groups[1].Value == "3",
        "uuid4" => Uuid().Match(value) is { Success: true } four && four.Groups[1].Value == "4" && IsVariant(four),
        "uuid5" => Uuid().Match(value) is { Success: true } five && five.Groups[1].Value == "5" && IsVariant(five),
        "bsonobjectid" => value.Length == 24 && value.All(char.IsAsciiHexDigit),
        "hexcolor" => HexColor().IsMatch(value),
        "rgbcolor" => RgbColor().IsMatch(value),
        "ssn" => SocialSecurity().IsMatch(value),
        "k8sshortname" => DnsNames.IsDns1123Label(value).IsEmpty,
        "k8slongname" => DnsNames.IsDns1123Subdomain(value).IsEmpty,
        _ => true,
    };

    private static bool IsVariant(Match uuid) => "89abAB".Contains(uuid.Groups[2].Value, StringComparison.Ordinal);

    [GeneratedRegex(
        @"^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}]"
        + @"(([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Base64();

    [GeneratedRegex(
        @"^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?([0-9a-fA-F])[0-9a-fA-F]{3}-?([0-9a-fA-F])[0-9a-fA-F]{3}-?[0-9a-fA-F]{12}\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\z", RegexOptions.CultureInvariant)]
    private static partial Regex HexColor();

    [GeneratedRegex(
        @"^rgb\(\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*,\s*"
        + @"(0|[1-9][0-9]?|1[0-9][0-9]?|2[0-4][0-9]|25[0-5])\s*\)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex RgbColor();

    [GeneratedRegex(@"^[0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex SocialSecurity();
}
