using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// Checks of DNS names. Each returns what is wrong with the value, in upstream's words; an absent list, without allocating,
/// when nothing is.
/// </summary>
/// <remarks>
/// Upstream has two sets of these: <c>util/validation</c>, which names limits in characters, and <c>api/validate/content</c>,
/// which names them in bytes (both count bytes). The former are the <c>IsDns…</c> methods, the latter
/// <see cref="IsShortName"/> and <see cref="IsLongName"/>.
/// </remarks>
public static class DnsNames
{
    public const int LabelMaxLength = 63;
    public const int SubdomainMaxLength = 253;

    private const string LabelExpression = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainExpression = LabelExpression + @"(\." + LabelExpression + ")*";
    private const string UnderscoreLabelExpression = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const string UnderscoreSubdomainExpression = UnderscoreLabelExpression + @"(\." + UnderscoreLabelExpression + ")*";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        + "and must start and end with an alphanumeric character";

    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
        + "and must start and end with an alphanumeric character";

    private const string UnderscoreSubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', "
        + "and must start and end with an alphanumeric character";

    private const string Dns1035Rule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
        + "and end with an alphanumeric character";

    private const string WildcardRule =
        "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
        + "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";

    public static ListOf<string> IsDns1123Label(string value) => Label(value, ValidationMessages.MaxLengthInCharacters);

    public static ListOf<string> IsDns1123Subdomain(string value) => Subdomain(value, ValidationMessages.MaxLengthInCharacters);

    /// <summary><see cref="IsDns1123Label"/> with its limit named in bytes: upstream's format <c>k8s-short-name</c>.</summary>
    public static ListOf<string> IsShortName(string value) => Label(value, ValidationMessages.MaxLengthInBytes);

    /// <summary><see cref="IsDns1123Subdomain"/> with its limit named in bytes: upstream's format <c>k8s-long-name</c>.</summary>
    public static ListOf<string> IsLongName(string value) => Subdomain(value, ValidationMessages.MaxLengthInBytes);

    /// <summary>A DNS-1123 subdomain whose labels may begin with an underscore and hold some.</summary>
    public static ListOf<string> IsDns1123SubdomainWithUnderscore(string value)
    {
        var problems = TooLong(value, SubdomainMaxLength, ValidationMessages.MaxLengthInCharacters);
        return NameScanner.IsDns1123SubdomainWithUnderscore(value)
            ? problems
            : problems.Add(ValidationMessages.Regex(UnderscoreSubdomainRule, UnderscoreSubdomainExpression, "example.com"));
    }

    public static ListOf<string> IsDns1035Label(string value)
    {
        var problems = TooLong(value, LabelMaxLength, ValidationMessages.MaxLengthInCharacters);
        return NameScanner.IsDns1035Label(value)
            ? problems
            : problems.Add(ValidationMessages.Regex(Dns1035Rule, "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123"));
    }

    /// <summary><c>*.</c> and a DNS-1123 subdomain (RFC 1034, section 4.3.3).</summary>
    public static ListOf<string> IsWildcardDns1123Subdomain(string value)
    {
        var problems = TooLong(value, SubdomainMaxLength, ValidationMessages.MaxLengthInCharacters);
        return NameScanner.IsWildcardDns1123Subdomain(value)
            ? problems
            : problems.Add(ValidationMessages.Regex(WildcardRule, @"\*\." + SubdomainExpression, "*.example.com"));
    }

    /// <summary>A DNS-1123 subdomain of at least three labels.</summary>
    public static void IsFullyQualifiedName(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length == 0) errors.Add(FieldError.Required(path, ""));
        else if (IsDns1123Subdomain(name) is { IsEmpty: false } problems)
            errors.Add(FieldError.Invalid(path, name, string.Join(',', problems)));
        else if (name.AsSpan().Count('.') < 2)
            errors.Add(FieldError.Invalid(path, name, "should be a domain with at least three segments separated by dots"));
    }

    /// <summary>A DNS-1123 subdomain of at least two labels, each a DNS-1123 label; one final dot is allowed.</summary>
    /// <remarks>Only the first label that is wrong is reported.</remarks>
    public static void IsFullyQualifiedDomainName(FieldErrorList errors, FieldPath path, string name)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(path, ""));
            return;
        }

        if (name.EndsWith('.')) name = name[..^1];
        if (IsDns1123Subdomain(name) is { IsEmpty: false } problems)
        {
            errors.Add(FieldError.Invalid(path, name, string.Join(',', problems)));
            return;
        }

        if (!name.Contains('.', StringComparison.Ordinal))
        {
            errors.Add(FieldError.Invalid(path, name, "should be a domain with at least two segments separated by dots"));
            return;
        }

        foreach (var range in name.AsSpan().Split('.'))
        {
            // Labels of a subdomain are well-formed: only their length can be wrong.
            if (range.End.Value - range.Start.Value <= LabelMaxLength) continue;
            var label = name[range];
            errors.Add(FieldError.Invalid(path, label, string.Join(',', IsDns1123Label(label))));
            return;
        }
    }

    private static ListOf<string> Label(string value, Func<int, string> tooLong)
    {
        var problems = TooLong(value, LabelMaxLength, tooLong);
        if (NameScanner.IsDns1123Label(value)) return problems;
        // A subdomain that is no label has dots in it.
        return problems.Add(NameScanner.IsDns1123Subdomain(value)
            ? "must not contain dots"
            : ValidationMessages.Regex(LabelRule, LabelExpression, "my-name", "123-abc"));
    }

    private static ListOf<string> Subdomain(string value, Func<int, string> tooLong)
    {
        var problems = TooLong(value, SubdomainMaxLength, tooLong);
        return NameScanner.IsDns1123Subdomain(value)
            ? problems
            : problems.Add(ValidationMessages.Regex(SubdomainRule, SubdomainExpression, "example.com"));
    }

    private static ListOf<string> TooLong(string value, int max, Func<int, string> message) =>
        ByteLength.Exceeds(value, max) ? [message(max)] : default;
}
