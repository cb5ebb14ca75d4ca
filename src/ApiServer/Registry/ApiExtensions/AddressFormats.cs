using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Addresses in strings. Upstream: <c>strfmt/default.go</c>, Go's <c>net</c>.</summary>
internal static class AddressFormats
{
    public static bool IsIPv4(string value) => IsAddress(value) && value.Contains('.', StringComparison.Ordinal);

    public static bool IsIPv6(string value) => IsAddress(value) && value.Contains(':', StringComparison.Ordinal);

    public static bool IsCidr(string value)
    {
        var errors = new FieldErrorList();
        IpRules.IsValidCidrForLegacyField(errors, FieldPath.None, value, strict: false);
        return errors.IsEmpty;
    }

    /// <summary>6, 8 or 20 bytes: pairs with colons or dashes, or groups of four with dots.</summary>
    public static bool IsMac(string value)
    {
        var mark = value.FirstOrDefault(c => c is ':' or '-' or '.');
        if (mark == default) return false;
        var (groups, size) = (value.Split(mark), mark == '.' ? 4 : 2);
        return groups.Length * size / 2 is 6 or 8 or 20
            && groups.All(group => group.Length == size && group.All(char.IsAsciiHexDigit));
    }

    private static bool IsAddress(string value)
    {
        var errors = new FieldErrorList();
        IpRules.IsValidIpForLegacyField(errors, FieldPath.None, value, strict: false);
        return errors.IsEmpty;
    }
}
