using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// Checks of names that are not DNS names. Each returns what is wrong with the value, in upstream's words; an absent list,
/// without allocating, when nothing is.
/// </summary>
public static class Identifiers
{
    private const string CIdentifierRule =
        "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";

    private const string EnvVarNameRule =
        "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', "
        + "and must not start with a digit";

    private const string RelaxedEnvVarNameRule =
        "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private const string HttpHeaderRule = "a valid HTTP header must consist of alphanumeric characters or '-'";

    private const string ConditionReasonRule =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', "
        + "and must end with an alphanumeric character or '_'";

    public static ListOf<string> IsCIdentifier(string value) => NameScanner.IsCIdentifier(value)
        ? default
        : [ValidationMessages.Regex(CIdentifierRule, "[A-Za-z_][A-Za-z0-9_]*", "my_name", "MY_NAME", "MyName")];

    /// <summary>The strict form of an environment variable's name; the API accepts <see cref="IsRelaxedEnvVarName"/>.</summary>
    public static ListOf<string> IsEnvVarName(string value)
    {
        ListOf<string> problems = NameScanner.IsEnvVarName(value)
            ? default
            : [ValidationMessages.Regex(EnvVarNameRule, "[-._a-zA-Z][-._a-zA-Z0-9]*", "my.env-name", "MY_ENV.NAME", "MyEnvName1")];
        return ParentDirectory(problems, value);
    }

    /// <summary>Any printable ASCII but <c>=</c>.</summary>
    public static ListOf<string> IsRelaxedEnvVarName(string value)
    {
        if (value.Length == 0) return ["environment variable name " + ValidationMessages.NonEmpty];
        return !NameScanner.IsPrintableAscii(value) || value.Contains('=', StringComparison.Ordinal) ? [RelaxedEnvVarNameRule] : default;
    }

    /// <summary>A key of a ConfigMap or Secret: it becomes the name of a file.</summary>
    public static ListOf<string> IsConfigMapKey(string value)
    {
        ListOf<string> problems = default;
        if (ByteLength.Exceeds(value, DnsNames.SubdomainMaxLength))
            problems = [ValidationMessages.MaxLengthInCharacters(DnsNames.SubdomainMaxLength)];
        if (!NameScanner.IsConfigMapKey(value))
            problems = problems.Add(ValidationMessages.Regex(
                "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
                "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"));
        return ParentDirectory(problems, value);
    }

    public static ListOf<string> IsHttpHeaderName(string value) => NameScanner.IsHttpHeaderName(value)
        ? default
        : [ValidationMessages.Regex(HttpHeaderRule, "[-A-Za-z0-9]+", "X-Header-Name")];

    /// <summary>A number without sign and a percent sign.</summary>
    public static ListOf<string> IsValidPercent(string value) => NameScanner.IsPercent(value)
        ? default
        : [ValidationMessages.Regex("a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%", "1%", "93%")];

    /// <summary>The form of a condition's reason, not its length.</summary>
    public static ListOf<string> IsValidConditionReason(string value) => NameScanner.IsConditionReason(value)
        ? default
        :
        [
            ValidationMessages.Regex(
                ConditionReasonRule, "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?",
                "my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB"),
        ];

    /// <summary>36 characters, lower-case hexadecimal in groups of 8-4-4-4-12.</summary>
    public static ListOf<string> IsUuid(string value)
    {
        var valid = value.Length == 36;
        for (var i = 0; valid && i < value.Length; i++)
            valid = i is 8 or 13 or 18 or 23 ? value[i] == '-' : char.IsAsciiHexDigitLower(value[i]);
        return valid ? default : ["must be a lowercase UUID in 8-4-4-4-12 format"];
    }

    /// <summary>Names that would climb out of the directory a volume is mounted in.</summary>
    private static ListOf<string> ParentDirectory(ListOf<string> problems, string value) => value switch
    {
        "." => problems.Add("must not be '.'"),
        ".." => problems.Add("must not be '..'"),
        _ when value.StartsWith("..", StringComparison.Ordinal) => problems.Add("must not start with '..'"),
        _ => problems,
    };
}
