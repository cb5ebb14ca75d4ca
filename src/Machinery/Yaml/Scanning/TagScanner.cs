using System.Text;

namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Reads tags (<c>!suffix</c>, <c>!handle!suffix</c>, <c>!&lt;uri&gt;</c>), anchors and aliases.</summary>
internal static class TagScanner
{
    public static bool ScanAnchor(ScanState state, TokenKind kind, out Token token)
    {
        var cursor = state.Cursor;
        var start = cursor.Mark;
        cursor.Skip();
        var name = ScanName(cursor);
        token = new(kind, start, cursor.Mark) { Name = name };
        var isEnded = cursor.IsBlankOrEnd || "?:,]}%@`".Contains((char)cursor.Current, StringComparison.Ordinal);
        return (name.Length > 0 && isEnded) || state.Fail("did not find expected alphabetic or numeric character");
    }

    public static bool ScanTag(ScanState state, out Token token)
    {
        var cursor = state.Cursor;
        var start = cursor.Mark;
        token = default;
        string? suffix;
        var handle = "";
        if (cursor.Peek(1) == '<')
        {
            cursor.Skip(2);
            if (ScanUri(state, "") is not { } uri) return false;
            if (cursor.Current != '>') return state.Fail("did not find the expected '>'");
            cursor.Skip();
            suffix = uri;
        }
        else
        {
            handle = ScanHandle(state);
            if (handle.Length > 1 && handle[^1] == '!') suffix = ScanUri(state, "");
            else (handle, suffix) = ("!", ScanUri(state, handle));
            if (suffix is null) return false;
            // The lone "!" is a whole tag, not the handle of an empty one.
            if (suffix.Length == 0) (handle, suffix) = ("", "!");
        }

        if (!cursor.IsBlankOrEnd) return state.Fail("did not find expected whitespace or line break");
        token = new(TokenKind.Tag, start, cursor.Mark) { Name = handle, Suffix = suffix };
        return true;
    }

    /// <summary>Reads <c>!</c>, <c>!name</c> or <c>!name!</c>; the cursor stands before the first <c>!</c>.</summary>
    public static string ScanHandle(ScanState state)
    {
        var cursor = state.Cursor;
        cursor.Skip();
        var name = ScanName(cursor);
        if (cursor.Current != '!') return "!" + name;
        cursor.Skip();
        return $"!{name}!";
    }

    /// <summary>
    /// Reads the characters of a URI, with its escapes undone. <paramref name="head"/> is what was read already as a
    /// possible handle: an exclamation mark and letters.
    /// </summary>
    /// <returns>Null after an error.</returns>
    public static string? ScanUri(ScanState state, string head)
    {
        var cursor = state.Cursor;
        var uri = new StringBuilder(head.Length > 1 ? head[1..] : "");
        var hasTag = head.Length > 0;
        while (IsUri(cursor.Current))
        {
            hasTag = true;
            if (cursor.Current != '%')
            {
                uri.Append((char)cursor.Current);
                cursor.Skip();
                continue;
            }

            if (ScanUriEscape(state) is not { } rune) return null;
            uri.Append(rune.ToString());
        }

        if (hasTag) return uri.ToString();
        state.Fail("did not find expected tag URI");
        return null;
    }

    /// <summary>Reads letters, digits, <c>_</c> and <c>-</c>.</summary>
    public static string ScanName(SourceCursor cursor)
    {
        var name = new StringBuilder();
        for (; IsNameCharacter(cursor.Current); cursor.Skip()) name.Append((char)cursor.Current);
        return name.ToString();
    }

    /// <summary>Reads the escaped octets of one character.</summary>
    private static Rune? ScanUriEscape(ScanState state)
    {
        var cursor = state.Cursor;
        Span<byte> octets = stackalloc byte[4];
        var count = 0;
        for (var width = 1; count < width; count++)
        {
            Span<byte> digits = [cursor.Peek(1), cursor.Peek(2)];
            if (cursor.Current != '%' || Convert.FromHexString(digits, octets[count..], out _, out _) != System.Buffers.OperationStatus.Done)
            {
                state.Fail("did not find URI escaped octet");
                return null;
            }

            var octet = octets[count];
            if (count == 0) width = octet < 0x80 ? 1 : octet < 0xC0 ? 0 : octet < 0xE0 ? 2 : octet < 0xF0 ? 3 : octet < 0xF8 ? 4 : 0;
            if (width == 0)
            {
                state.Fail("found an incorrect leading UTF-8 octet");
                return null;
            }

            if (count > 0 && (octet & 0xC0) != 0x80)
            {
                state.Fail("found an incorrect trailing UTF-8 octet");
                return null;
            }

            cursor.Skip(3);
        }

        Rune.DecodeFromUtf8(octets[..count], out var rune, out _);
        return rune;
    }

    private static bool IsNameCharacter(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-';

    private static bool IsUri(byte value) =>
        IsNameCharacter(value) || (value != 0 && ";/?:@&=+$,.!~*'()[]%".Contains((char)value, StringComparison.Ordinal));
}
