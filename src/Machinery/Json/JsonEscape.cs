using System.Buffers;
using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>Go's escaping of JSON strings, HTML escaping on, as upstream's serialisers have it.</summary>
internal static class JsonEscape
{
    /// <summary>The characters that stand for themselves; all ASCII, so the search is vectorised.</summary>
    public static SearchValues<char> Plain { get; } = SearchValues.Create(
        " !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~\u007F");

    /// <summary>Writes <paramref name="text"/>, at most 6 bytes for each UTF-16 unit; answers how many.</summary>
    public static int Write(ReadOnlySpan<char> text, Span<byte> into)
    {
        var at = 0;
        while (true)
        {
            var special = text.IndexOfAnyExcept(Plain);
            Ascii.FromUtf16(special < 0 ? text : text[..special], into[at..], out var copied);
            at += copied;
            if (special < 0) return at;
            text = text[special..];
            // A lone surrogate decodes as U+FFFD.
            Rune.DecodeFromUtf16(text, out var rune, out var used);
            at += WriteRune(rune, into[at..]);
            text = text[used..];
        }
    }

    private static int WriteRune(Rune rune, Span<byte> into)
    {
        var escape = rune.Value switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => '\0',
        };
        if (escape != '\0')
        {
            into[0] = (byte)'\\';
            into[1] = (byte)escape;
            return 2;
        }

        if (rune.Value is >= 0x20 and not ('<' or '>' or '&' or 0x2028 or 0x2029)) return rune.EncodeToUtf8(into);
        "\\u"u8.CopyTo(into);
        for (var digit = 0; digit < 4; digit++)
            into[2 + digit] = "0123456789abcdef"u8[(rune.Value >> (12 - (4 * digit))) & 15];
        return 6;
    }
}
