using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Validation;

/// <summary>
/// Checks of qualified names (label keys), label values, and of what else begins with a domain. Those that return a list
/// return what is wrong, in upstream's words; an absent list, without allocating, when nothing is.
/// </summary>
public static class QualifiedNames
{
    public const int NameMaxLength = 63;
    public const int LabelValueMaxLength = 63;

    private const string NameExpression = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string NameRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
        + "and must start and end with an alphanumeric character";

    /// <summary>
    /// A name of at most 63 bytes, behind an optional DNS subdomain and a slash: the keys of labels, annotations, finalizers,
    /// conditions.
    /// </summary>
    public static ListOf<string> IsQualifiedName(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Name(default, value);
        if (value.IndexOf('/', slash + 1) >= 0)
            return [$"a valid label key {NameProblem} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"];
        var prefix = value.AsSpan(0, slash);
        var problems = prefix.IsEmpty ? ["prefix part " + ValidationMessages.NonEmpty] : Prefix(prefix);
        return Name(problems, value.AsSpan(slash + 1));
    }

    /// <summary>Empty, or like the name of a qualified name.</summary>
    public static ListOf<string> IsValidLabelValue(string value)
    {
        ListOf<string> problems = default;
        if (ByteLength.Exceeds(value, LabelValueMaxLength)) problems = [ValidationMessages.MaxLengthInBytes(LabelValueMaxLength)];
        return value.Length == 0 || NameScanner.IsLabelKeyName(value)
            ? problems
            : problems.Add(ValidationMessages.Regex(ValueRule, $"({NameExpression})?", "MyValue", "my_value", "12345"));
    }

    /// <summary>A DNS subdomain, a slash, and characters of an HTTP path: <c>acme.io/foo/bar</c>.</summary>
    public static void IsDomainPrefixedPath(FieldErrorList errors, FieldPath path, string value)
    {
        if (value.Length == 0)
        {
            errors.Add(FieldError.Required(path, ""));
            return;
        }

        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == value.Length - 1)
        {
            errors.Add(FieldError.Invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")"));
            return;
        }

        if (!NameScanner.IsDns1123Subdomain(value.AsSpan(0, slash)) || slash > DnsNames.SubdomainMaxLength)
            errors.AddInvalid(path, value[..slash], DnsNames.IsDns1123Subdomain(value[..slash]));
        if (!NameScanner.IsHttpPath(value.AsSpan(slash + 1)))
            errors.Add(FieldError.Invalid(
                path, value[(slash + 1)..], ValidationMessages.Regex("Invalid path", @"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+")));
    }

    /// <summary>A qualified name that has its prefix.</summary>
    public static void IsDomainPrefixedKey(FieldErrorList errors, FieldPath path, string value)
    {
        if (value.Length == 0) errors.Add(FieldError.Required(path, ""));
        else if (IsQualifiedName(value) is { IsEmpty: false } problems) errors.AddInvalid(path, value, problems);
        else if (!value.Contains('/', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path, value, "must be a domain-prefixed key (such as \"acme.io/foo\")"));
    }

    private static string NameProblem => ValidationMessages.Regex(NameRule, NameExpression, "MyName", "my.name", "123-abc");

    private static ListOf<string> Prefix(ReadOnlySpan<char> prefix)
    {
        if (NameScanner.IsDns1123Subdomain(prefix) && prefix.Length <= DnsNames.SubdomainMaxLength) return default;
        var problems = DnsNames.IsLongName(prefix.ToString()).AsSpan().ToArray();
        for (var i = 0; i < problems.Length; i++) problems[i] = "prefix part " + problems[i];
        return ListOf<string>.Adopt(problems);
    }

    private static ListOf<string> Name(ListOf<string> problems, ReadOnlySpan<char> name)
    {
        if (name.IsEmpty) problems = problems.Add("name part " + ValidationMessages.NonEmpty);
        else if (ByteLength.Exceeds(name, NameMaxLength))
            problems = problems.Add("name part " + ValidationMessages.MaxLengthInBytes(NameMaxLength));
        return NameScanner.IsLabelKeyName(name) ? problems : problems.Add("name part " + NameProblem);
    }
}
