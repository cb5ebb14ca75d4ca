using System.Globalization;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>Checks of IP addresses and CIDRs. Upstream: <c>util/validation/ip.go</c>.</summary>
public static class IpRules
{
    /// <summary>An address in canonical form.</summary>
    public static void IsValidIp(FieldErrorList errors, FieldPath path, string value)
    {
        if (TryParseIp(errors, path, value, strict: true) is not { } address) return;
        var canonical = address.ToString();
        if (value != canonical) errors.Add(FieldError.Invalid(path, value, $"must be in canonical form (\"{canonical}\")"));
    }

    /// <summary>
    /// The check of fields older than the canonical rule: any form is accepted, and unless <paramref name="strict"/> also
    /// octets with leading zeros and IPv4-mapped IPv6 addresses. Values the old object had are accepted whatever they are.
    /// </summary>
    public static void IsValidIpForLegacyField(
        FieldErrorList errors, FieldPath path, string value, bool strict, ReadOnlySpan<string> validOldValues = default)
    {
        if (!validOldValues.Contains(value)) TryParseIp(errors, path, value, strict);
    }

    /// <summary>A network in canonical form, with no bits beyond the prefix.</summary>
    public static void IsValidCidr(FieldErrorList errors, FieldPath path, string value)
    {
        if (TryParseCidr(errors, path, value, strict: true) is not { } cidr) return;
        var canonical = cidr.ToString();
        if (value != canonical) errors.Add(FieldError.Invalid(path, value, $"must be in canonical form (\"{canonical}\")"));
    }

    /// <summary>As <see cref="IsValidIpForLegacyField"/>, for CIDRs; unless strict, bits beyond the prefix are accepted too.</summary>
    public static void IsValidCidrForLegacyField(
        FieldErrorList errors, FieldPath path, string value, bool strict, ReadOnlySpan<string> validOldValues = default)
    {
        if (!validOldValues.Contains(value)) TryParseCidr(errors, path, value, strict);
    }

    /// <summary>A whole address with the prefix length of its network, in canonical form: <c>192.168.1.5/24</c>.</summary>
    public static void IsValidInterfaceAddress(FieldErrorList errors, FieldPath path, string value)
    {
        if (!CidrText.TryParse(value, out var cidr))
            errors.Add(FieldError.Invalid(path, value, "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)"));
        else if (cidr.ToInterfaceAddress() is var canonical && value != canonical)
            errors.Add(FieldError.Invalid(path, value, $"must be in canonical form (\"{canonical}\")"));
    }

    /// <summary>
    /// What to warn of about an address that <see cref="IsValidIpForLegacyField"/> accepts; an address it rejects gives nothing.
    /// </summary>
    public static ListOf<string> WarningsForIp(FieldPath path, string value)
    {
        if (!IpText.TryParse(value, out var address)) return default;
        var canonical = address.ToString();
        if (address.HasLeadingZeros || address.IsIPv4MappedIPv6)
            return [$"{path}: non-standard IP address {QuotedText.Of(value)} is invalid: use \"{canonical}\""];
        return address.IsWrittenAsIPv6 && canonical != value
            ? [$"{path}: IPv6 address {QuotedText.Of(value)} should be in RFC 5952 canonical format (\"{canonical}\")"]
            : default;
    }

    /// <summary>
    /// What to warn of about a CIDR that <see cref="IsValidCidrForLegacyField"/> accepts; a CIDR it rejects gives nothing.
    /// </summary>
    public static ListOf<string> WarningsForCidr(FieldPath path, string value)
    {
        if (!CidrText.TryParse(value, out var cidr)) return default;
        ListOf<string> warnings = default;
        if (cidr.Address != cidr.Network)
        {
            var single = string.Create(CultureInfo.InvariantCulture, $"{cidr.Address}/{(cidr.Address.IsWrittenAsIPv6 ? 128 : 32)}");
            warnings = [$"{path}: CIDR value {QuotedText.Of(value)} is ambiguous in this context (should be \"{cidr}\" or \"{single}\"?)"];
        }

        if (cidr.HasLeadingZeros || cidr.Address.IsIPv4MappedIPv6)
            warnings = warnings.Add($"{path}: non-standard CIDR value {QuotedText.Of(value)} is invalid: use \"{cidr}\"");
        if (warnings.IsEmpty && cidr.Address.IsWrittenAsIPv6 && cidr.ToString() is var canonical && canonical != value)
            warnings = [$"{path}: IPv6 CIDR value {QuotedText.Of(value)} should be in RFC 5952 canonical format (\"{canonical}\")"];
        return warnings;
    }

    private static IpText? TryParseIp(FieldErrorList errors, FieldPath path, string value, bool strict)
    {
        if (!IpText.TryParse(value, out var address))
            errors.Add(FieldError.Invalid(path, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));
        else if (strict && address.HasLeadingZeros) errors.Add(FieldError.Invalid(path, value, "must not have leading 0s"));
        else if (strict && address.IsIPv4MappedIPv6) errors.Add(FieldError.Invalid(path, value, "must not be an IPv4-mapped IPv6 address"));
        else return address;
        return null;
    }

    private static CidrText? TryParseCidr(FieldErrorList errors, FieldPath path, string value, bool strict)
    {
        if (!CidrText.TryParse(value, out var cidr))
            errors.Add(FieldError.Invalid(path, value, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"));
        else if (strict && cidr.HasLeadingZeros)
            errors.Add(FieldError.Invalid(path, value, "must not have leading 0s in IP or prefix length"));
        else if (strict && cidr.Address.IsIPv4MappedIPv6)
            errors.Add(FieldError.Invalid(path, value, "must not have an IPv4-mapped IPv6 address"));
        else if (strict && cidr.Address != cidr.Network)
            errors.Add(FieldError.Invalid(path, value, "must not have bits set beyond the prefix length"));
        else return cidr;
        return null;
    }
}
