using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class NameMessageTests
{
    private const string QualifiedRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
        + "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    public static TheoryData<ListOf<string>, ListOf<string>> Messages => new()
    {
        { DnsNames.IsDns1123Label("a.b"), ["must not contain dots"] },
        {
            DnsNames.IsDns1123Label(new string('A', 64)),
            [
                "must be no more than 63 characters",
                "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an "
                + "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
            ]
        },
        { DnsNames.IsShortName(new string('a', 64)), ["must be no more than 63 bytes"] },
        { DnsNames.IsDns1123Subdomain("A"), [SubdomainRule] },
        { DnsNames.IsDns1123Subdomain(new string('a', 254)), ["must be no more than 253 characters"] },
        // The limit counts bytes: 22 letters of three bytes each.
        {
            QualifiedNames.IsValidLabelValue(new string('한', 22)),
            [
                "must be no more than 63 bytes",
                "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
                + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
                + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            ]
        },
        { QualifiedNames.IsQualifiedName(""), ["name part must be non-empty", "name part " + QualifiedRule] },
        { QualifiedNames.IsQualifiedName("/a"), ["prefix part must be non-empty"] },
        {
            QualifiedNames.IsQualifiedName("A/"),
            ["prefix part " + SubdomainRule, "name part must be non-empty", "name part " + QualifiedRule]
        },
        { QualifiedNames.IsQualifiedName(new string('a', 254) + "/b"), ["prefix part must be no more than 253 bytes"] },
        {
            QualifiedNames.IsQualifiedName("a/b/c"),
            [$"a valid label key {QualifiedRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
        },
        {
            Identifiers.IsEnvVarName("..1="),
            [
                "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit "
                + "(e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
                "must not start with '..'",
            ]
        },
        { Identifiers.IsConfigMapKey("."), ["must not be '.'"] },
        {
            Numbers.IsValidPortName("--"),
            ["must contain at least one letter (a-z)", "must not contain consecutive hyphens", "must not begin or end with a hyphen"]
        },
        { Numbers.IsValidPortNum(0), ["must be between 1 and 65535, inclusive"] },
        { Numbers.IsValidUserId(-1), ["must be between 0 and 2147483647, inclusive"] },
        { Numbers.IsValidGroupId(int.MaxValue), default },
        { PathSegments.IsValidPathSegmentName("a/b%"), ["may not contain '/'", "may not contain '%'"] },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Check_BadValue_SaysWhatUpstreamSays(ListOf<string> actual, ListOf<string> expected) =>
        Assert.Equal(expected.ToString(), actual.ToString());

    [Theory]
    [InlineData("", "")]
    [InlineData("-", "-")]
    [InlineData("-foo", "-foo")]
    [InlineData("-foo-", "-foa")]
    [InlineData("b-", "a")]
    [InlineData("ab", "ab")]
    public void MaskTrailingDash_Prefix_LosesTwoCharacters(string name, string masked) =>
        Assert.Equal(masked, ObjectNames.MaskTrailingDash(name));

    [Theory]
    [InlineData("web-", true, true)]
    [InlineData("web-", false, false)]
    [InlineData("web.-", true, true)]
    [InlineData("a.web", true, true)]
    public void IsDnsSubdomain_Prefix_MayEndWithDash(string name, bool prefix, bool valid) =>
        Assert.Equal(valid, ObjectNames.IsDnsSubdomain(name, prefix).IsEmpty);
}
