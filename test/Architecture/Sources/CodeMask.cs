using System.Text;

namespace Kybernet.Architecture.Tests.Sources;

/// <summary>Blanks comments and literals of C# text, keeping every line break and column.</summary>
/// <remarks>Expressions inside interpolated strings are blanked with the string: rules do not look there.</remarks>
internal static class CodeMask
{
    public static string Blank(string text)
    {
        var result = new StringBuilder(text.Length);
        var i = 0;
        while (i < text.Length)
        {
            var end = LiteralEnd(text, i);
            if (end == i)
            {
                result.Append(text[i++]);
                continue;
            }

            for (; i < end; i++) result.Append(text[i] == '\n' ? '\n' : ' ');
        }

        return result.ToString();
    }

    /// <summary>The end of the comment or literal that starts at <paramref name="i"/>, or <paramref name="i"/> when none does.</summary>
    private static int LiteralEnd(string text, int i)
    {
        var rest = text.AsSpan(i);
        if (rest.StartsWith("//", StringComparison.Ordinal)) return End(text, text.IndexOf('\n', i));
        if (rest.StartsWith("/*", StringComparison.Ordinal)) return End(text, text.IndexOf("*/", i + 2, StringComparison.Ordinal), 2);
        if (rest[0] == '\'') return QuotedEnd(text, i + 1, '\'', escapes: true);
        var prefix = rest.IndexOfAnyExcept('$', '@');
        if (prefix < 0 || rest[prefix] != '"') return i;
        var quotes = rest[prefix..].IndexOfAnyExcept('"');
        if (quotes < 0) quotes = rest.Length - prefix;
        if (quotes >= 3) return End(text, text.IndexOf(new string('"', quotes), i + prefix + quotes, StringComparison.Ordinal), quotes);
        return QuotedEnd(text, i + prefix + 1, '"', escapes: !rest[..prefix].Contains('@'));
    }

    private static int QuotedEnd(string text, int i, char quote, bool escapes)
    {
        while (i < text.Length)
        {
            if (escapes && text[i] == '\\') i += 2;
            else if (text[i] != quote) i++;
            else if (!escapes && i + 1 < text.Length && text[i + 1] == quote) i += 2;
            else return i + 1;
        }

        return text.Length;
    }

    private static int End(string text, int found, int length = 0) => found < 0 ? text.Length : found + length;
}
