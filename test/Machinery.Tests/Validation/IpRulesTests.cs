using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class IpRulesTests
{
    private const string NotIp = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const string NotCidr = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    private const string NotInterface = "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)";

    private static readonly FieldPath Path = FieldPath.Of("spec").Child("ips").Index(0);

    [Theory]
    [InlineData("1.2.3.4")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("1234::abcd")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("0:0:0:0:0:0:0:0", "must be in canonical form (\"::\")")]
    [InlineData("0001:002:03:4::", "must be in canonical form (\"1:2:3:4::\")")]
    [InlineData("1234::ABCD", "must be in canonical form (\"1234::abcd\")")]
    [InlineData("1:0:0:2:0:0:0:3", "must be in canonical form (\"1:0:0:2::3\")")]
    [InlineData("1:0:0:2:3:0:0:4", "must be in canonical form (\"1::2:3:0:0:4\")")]
    [InlineData("1:2:3:4:5:6:7::", "must be in canonical form (\"1:2:3:4:5:6:7:0\")")]
    [InlineData("64:ff9b::1.2.3.4", "must be in canonical form (\"64:ff9b::102:304\")")]
    [InlineData("1.1.1.01", "must not have leading 0s", "", "must not have leading 0s")]
    [InlineData("::00001", "must not have leading 0s", "", "must not have leading 0s")]
    [InlineData("::ffff:01.1.1.1", "must not have leading 0s", "", "must not have leading 0s")]
    [InlineData("::ffff:1.1.1.1", "must not be an IPv4-mapped IPv6 address", "", "must not be an IPv4-mapped IPv6 address")]
    [InlineData("::ffff:101:101", "must not be an IPv4-mapped IPv6 address", "", "must not be an IPv4-mapped IPv6 address")]
    public void IsValidIp_Address_IsJudgedByEachRule(string value, string strict = "", string legacy = "", string legacyStrict = "")
    {
        Assert.Equal(strict, Details(errors => IpRules.IsValidIp(errors, Path, value)));
        Assert.Equal(legacy, Details(errors => IpRules.IsValidIpForLegacyField(errors, Path, value, strict: false)));
        Assert.Equal(legacyStrict, Details(errors => IpRules.IsValidIpForLegacyField(errors, Path, value, strict: true)));
        Assert.Equal("", Details(errors => IpRules.IsValidIpForLegacyField(errors, Path, value, strict: true, [value])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaa")]
    [InlineData("myhost.mydomain")]
    [InlineData("1.2.3.0/24")]
    [InlineData("1.2.3.400")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("-1.0.0.0")]
    [InlineData("1.2.3.4294967297")]
    [InlineData("2001:db8::10005")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("1234::abcd%eth0")]
    [InlineData("169.254.0.0%eth0")]
    [InlineData(":")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("::1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("1:1.2.3.4")]
    [InlineData("::1.2.3.4:1")]
    public void IsValidIp_NoAddress_IsRefusedByEveryRule(string value)
    {
        Assert.Equal(NotIp, Details(errors => IpRules.IsValidIp(errors, Path, value)));
        Assert.Equal(NotIp, Details(errors => IpRules.IsValidIpForLegacyField(errors, Path, value, strict: false)));
    }

    [Theory]
    [InlineData("1.0.0.0/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("1.1.1.1/32")]
    [InlineData("2001:4860:4860::/48")]
    [InlineData("::/0")]
    [InlineData("::1/128")]
    [InlineData("2a00:79e0:2:0::/64", "must be in canonical form (\"2a00:79e0:2::/64\")")]
    [InlineData("2001:DB8::/64", "must be in canonical form (\"2001:db8::/64\")")]
    [InlineData("1.1.01.0/24", "must not have leading 0s in IP or prefix length")]
    [InlineData("192.168.0.0/016", "must not have leading 0s in IP or prefix length")]
    [InlineData("::ffff:1.1.1.0/24", "must not have an IPv4-mapped IPv6 address")]
    [InlineData("::ffff:1.1.1.0/120", "must not have an IPv4-mapped IPv6 address")]
    [InlineData("1.2.3.4/24", "must not have bits set beyond the prefix length")]
    [InlineData("2001:db8::1/64", "must not have bits set beyond the prefix length")]
    public void IsValidCidr_Cidr_IsJudgedByEachRule(string value, string strict = "")
    {
        var legacyStrict = strict.StartsWith("must be in canonical", StringComparison.Ordinal) ? "" : strict;
        Assert.Equal(strict, Details(errors => IpRules.IsValidCidr(errors, Path, value)));
        Assert.Equal("", Details(errors => IpRules.IsValidCidrForLegacyField(errors, Path, value, strict: false)));
        Assert.Equal(legacyStrict, Details(errors => IpRules.IsValidCidrForLegacyField(errors, Path, value, strict: true)));
        Assert.Equal("", Details(errors => IpRules.IsValidCidrForLegacyField(errors, Path, value, strict: true, [value])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("aaaaaaa")]
    [InlineData("1.2.3.4")]
    [InlineData("192.168.0.1/healthz")]
    [InlineData("192.168.0.1/0/99")]
    [InlineData("192.168.0.0/-16")]
    [InlineData("192.168.0.0/+16")]
    [InlineData("192.168.0.0/33")]
    [InlineData("::/129")]
    [InlineData("::/")]
    public void IsValidCidr_NoCidr_IsRefusedByEveryRule(string value)
    {
        Assert.Equal(NotCidr, Details(errors => IpRules.IsValidCidr(errors, Path, value)));
        Assert.Equal(NotCidr, Details(errors => IpRules.IsValidCidrForLegacyField(errors, Path, value, strict: false)));
        Assert.Equal(NotInterface, Details(errors => IpRules.IsValidInterfaceAddress(errors, Path, value)));
    }

    [Theory]
    [InlineData("1.2.3.4/24", "")]
    [InlineData("2001:4860:4860::1/48", "")]
    [InlineData("::1/128", "")]
    [InlineData("2001:0:0:0::0BCD/64", "2001::bcd/64")]
    [InlineData("1.1.01.002/24", "1.1.1.2/24")]
    [InlineData("::ffff:1.1.1.1/24", "1.1.1.1/24")]
    [InlineData("::ffff:1.1.1.1/120", "1.1.1.1/24")]
    [InlineData("192.168.0.5/016", "192.168.0.5/16")]
    public void IsValidInterfaceAddress_Address_MustBeCanonical(string value, string canonical) => Assert.Equal(
        canonical.Length == 0 ? "" : $"must be in canonical form (\"{canonical}\")",
        Details(errors => IpRules.IsValidInterfaceAddress(errors, Path, value)));

    [Theory]
    [InlineData("192.12.2.2", "")]
    [InlineData("2001:db8::2", "")]
    [InlineData("192.012.2.2", "spec.ips[0]: non-standard IP address \"192.012.2.2\" is invalid: use \"192.12.2.2\"")]
    [InlineData("::ffff:192.12.2.2", "spec.ips[0]: non-standard IP address \"::ffff:192.12.2.2\" is invalid: use \"192.12.2.2\"")]
    [InlineData(
        "2001:db8:0:0::2", "spec.ips[0]: IPv6 address \"2001:db8:0:0::2\" should be in RFC 5952 canonical format (\"2001:db8::2\")")]
    [InlineData("no address", "")]
    public void WarningsForIp_Address_NamesTheBetterForm(string value, string warning) =>
        Assert.Equal(warning, string.Join('|', IpRules.WarningsForIp(Path, value)));

    [Theory]
    [InlineData("192.12.2.0/24", "")]
    [InlineData("2001:db8::/64", "")]
    [InlineData("192.012.2.0/24", "spec.ips[0]: non-standard CIDR value \"192.012.2.0/24\" is invalid: use \"192.12.2.0/24\"")]
    [InlineData("192.12.2.0/024", "spec.ips[0]: non-standard CIDR value \"192.12.2.0/024\" is invalid: use \"192.12.2.0/24\"")]
    [InlineData(
        "::ffff:192.12.2.0/120", "spec.ips[0]: non-standard CIDR value \"::ffff:192.12.2.0/120\" is invalid: use \"192.12.2.0/24\"")]
    [InlineData(
        "192.012.2.8/24",
        "spec.ips[0]: CIDR value \"192.012.2.8/24\" is ambiguous in this context (should be \"192.12.2.0/24\" or \"192.12.2.8/32\"?)"
        + "|spec.ips[0]: non-standard CIDR value \"192.012.2.8/24\" is invalid: use \"192.12.2.0/24\"")]
    [InlineData(
        "2001:db8:0:0::/64", "spec.ips[0]: IPv6 CIDR value \"2001:db8:0:0::/64\" should be in RFC 5952 canonical format (\"2001:db8::/64\")")]
    public void WarningsForCidr_Cidr_NamesTheBetterForm(string value, string warnings) =>
        Assert.Equal(warnings, string.Join('|', IpRules.WarningsForCidr(Path, value)));

    private static string Details(Action<FieldErrorList> check)
    {
        var errors = new FieldErrorList();
        check(errors);
        return string.Join('|', errors.Select(error => error.Detail));
    }
}
