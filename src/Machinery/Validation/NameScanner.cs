using System.Buffers;

namespace Kybernet.Machinery.Validation;

/// <summary>The regular expressions of upstream's name checks as scans of a span: no allocation, no backtracking.</summary>
internal static class NameScanner
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    // Searching for a range allocates before the method is optimised; a set of values never does.
    private static readonly SearchValues<char> LowerLetters = SearchValues.Create(Lower);
    private static readonly SearchValues<char> UpperLetters = SearchValues.Create(Upper);
    private static readonly SearchValues<char> DecimalDigits = SearchValues.Create(Digits);

    private static readonly SearchValues<char> PrintableAscii =
        SearchValues.Create(Lower + Upper + Digits + " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    private static readonly SearchValues<char> DnsLabelCharacters = SearchValues.Create(Lower + Digits + "-");
    private static readonly SearchValues<char> DnsLabelOrUnderscoreCharacters = SearchValues.Create(Lower + Digits + "-_");
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create(Lower + Upper + Digits + "-_.");
    private static readonly SearchValues<char> IdentifierCharacters = SearchValues.Create(Lower + Upper + Digits + "_");
    private static readonly SearchValues<char> HeaderCharacters = SearchValues.Create(Lower + Upper + Digits + "-");
    private static readonly SearchValues<char> ReasonCharacters = SearchValues.Create(Lower + Upper + Digits + "_,:");
    private static readonly SearchValues<char> HttpPathCharacters = SearchValues.Create(Lower + Upper + Digits + "/-._~%!$&'()*+,;=:");

    /// <summary><c>[a-z0-9]([-a-z0-9]*[a-z0-9])?</c></summary>
    public static bool IsDns1123Label(ReadOnlySpan<char> text) =>
        !text.IsEmpty && IsLowerOrDigit(text[0]) && IsLowerOrDigit(text[^1]) && !text.ContainsAnyExcept(DnsLabelCharacters);

    /// <summary>DNS-1123 labels with dots between.</summary>
    public static bool IsDns1123Subdomain(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var dot = text.IndexOf('.');
            if (dot < 0) return IsDns1123Label(text);
            if (!IsDns1123Label(text[..dot])) return false;
            text = text[(dot + 1)..];
        }
    }

    /// <summary>Labels <c>_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?</c> with dots between.</summary>
    public static bool IsDns1123SubdomainWithUnderscore(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var dot = text.IndexOf('.');
            var label = dot < 0 ? text : text[..dot];
            if (label.StartsWith('_')) label = label[1..];
            if (label.IsEmpty || !IsLowerOrDigit(label[0]) || !IsLowerOrDigit(label[^1])) return false;
            if (label.ContainsAnyExcept(DnsLabelOrUnderscoreCharacters)) return false;
            if (dot < 0) return true;
            text = text[(dot + 1)..];
        }
    }

    /// <summary><c>[a-z]([-a-z0-9]*[a-z0-9])?</c></summary>
    public static bool IsDns1035Label(ReadOnlySpan<char> text) => IsDns1123Label(text) && char.IsAsciiLetterLower(text[0]);

    /// <summary><c>\*\.</c> and a DNS-1123 subdomain.</summary>
    public static bool IsWildcardDns1123Subdomain(ReadOnlySpan<char> text) =>
        text.StartsWith("*.", StringComparison.Ordinal) && IsDns1123Subdomain(text[2..]);

    /// <summary><c>([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]</c></summary>
    public static bool IsLabelKeyName(ReadOnlySpan<char> text) =>
        !text.IsEmpty && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
        && !text.ContainsAnyExcept(LabelCharacters);

    /// <summary><c>[A-Za-z_][A-Za-z0-9_]*</c></summary>
    public static bool IsCIdentifier(ReadOnlySpan<char> text) =>
        !text.IsEmpty && !char.IsAsciiDigit(text[0]) && !text.ContainsAnyExcept(IdentifierCharacters);

    /// <summary><c>[-._a-zA-Z][-._a-zA-Z0-9]*</c></summary>
    public static bool IsEnvVarName(ReadOnlySpan<char> text) => IsConfigMapKey(text) && !char.IsAsciiDigit(text[0]);

    /// <summary><c>[-._a-zA-Z0-9]+</c></summary>
    public static bool IsConfigMapKey(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(LabelCharacters);

    /// <summary><c>[-A-Za-z0-9]+</c></summary>
    public static bool IsHttpHeaderName(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(HeaderCharacters);

    /// <summary>One or more of the characters RFC 3986 allows in a path.</summary>
    public static bool IsHttpPath(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(HttpPathCharacters);

    /// <summary><c>[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?</c></summary>
    public static bool IsConditionReason(ReadOnlySpan<char> text) =>
        !text.IsEmpty && char.IsAsciiLetter(text[0]) && text[^1] is not (',' or ':') && !text.ContainsAnyExcept(ReasonCharacters);

    /// <summary><c>[-a-z0-9]+</c></summary>
    public static bool IsPortCharacters(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(DnsLabelCharacters);

    /// <summary><c>[0-9]+%</c></summary>
    public static bool IsPercent(ReadOnlySpan<char> text) =>
        text.Length > 1 && text[^1] == '%' && !text[..^1].ContainsAnyExcept(DecimalDigits);

    public static bool HasLowerLetter(ReadOnlySpan<char> text) => text.ContainsAny(LowerLetters);

    public static bool HasUpperLetter(ReadOnlySpan<char> text) => text.ContainsAny(UpperLetters);

    public static bool IsPrintableAscii(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(PrintableAscii);

    private static bool IsLowerOrDigit(char unit) => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit);
}
