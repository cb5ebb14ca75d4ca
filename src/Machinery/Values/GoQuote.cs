using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>Quotes texts in error messages as upstream's runtime does.</summary>
internal static class GoQuote
{
    /// <summary>As the messages about times and durations: every byte that is not printable ASCII becomes <c>\xhh</c>.</summary>
    public static string Bytes(ReadOnlySpan<byte> utf8)
    {
        var text = new StringBuilder(utf8.Length + 2).Append('"');
        foreach (var value in utf8)
        {
            if (value is < 0x20 or >= 0x80) text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            else if (value is (byte)'"' or (byte)'\\') text.Append('\\').Append((char)value);
            else text.Append((char)value);
        }

        return text.Append('"').ToString();
    }

    /// <summary>As <c>%q</c>: printable characters stay, others are escaped.</summary>
    public static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\') text.Append('\\').Append((char)rune.Value);
            else if (IsPrintable(rune)) text.Append(rune);
            else text.Append(Escape(rune.Value));
        }

        return text.Append('"').ToString();
    }

    private static string Escape(int value) => value switch
    {
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7f => $"\\x{value:x2}",
        < 0x10000 => $"\\u{value:x4}",
        _ => $"\\U{value:x8}",
    };

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);
}
