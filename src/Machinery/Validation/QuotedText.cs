using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Validation;

/// <summary>Strings in quotes as upstream's messages show them: the <c>%q</c> of Go's formatter, and JSON as Go encodes it.</summary>
public static class QuotedText
{
    /// <summary>
    /// Go's <c>%q</c>: printable characters stand as they are, the others are escaped. Printable are letters, marks, numbers,
    /// punctuation, symbols and the ASCII space.
    /// </summary>
    public static string Of(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (ShortEscape(rune.Value) is { } escape) text.Append('\\').Append(escape);
            else if (rune.Value is '"' or '\\') text.Append('\\').Append((char)rune.Value);
            else if (IsPrintable(rune)) text.Append(rune);
            else AppendCode(text, rune.Value);
        }

        return text.Append('"').ToString();
    }

    /// <summary>
    /// The JSON string Go writes: beside what JSON demands, <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and the line and paragraph
    /// separators are escaped.
    /// </summary>
    public static string Json(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    text.Append('\\').Append((char)rune.Value);
                    break;
                case '\b' or '\f' or '\n' or '\r' or '\t':
                    text.Append('\\').Append(ShortEscape(rune.Value));
                    break;
                case < 0x20 or '<' or '>' or '&' or 0x2028 or 0x2029:
                    text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
                    break;
                default:
                    text.Append(rune);
                    break;
            }
        }

        return text.Append('"').ToString();
    }

    internal static bool IsPrintable(Rune rune)
    {
        if (rune.IsAscii) return rune.Value is >= 0x20 and < 0x7f;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator => false,
            _ => true,
        };
    }

    private static char? ShortEscape(int code) => code switch
    {
        '\a' => 'a',
        '\b' => 'b',
        '\f' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\v' => 'v',
        _ => null,
    };

    private static void AppendCode(StringBuilder text, int code)
    {
        if (code < 0x80) text.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
        else if (code < 0x10000) text.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}");
        else text.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
    }
}
