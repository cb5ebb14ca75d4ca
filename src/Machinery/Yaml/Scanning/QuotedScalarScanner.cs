using System.Text;

namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>Reads scalars in single quotes, where <c>''</c> is the only escape, and in double quotes, with escapes as in C.</summary>
internal static class QuotedScalarScanner
{
    public static bool Scan(ScanState state, LineFold fold, out Token token)
    {
        var cursor = state.Cursor;
        var quote = cursor.Current;
        var textStart = state.Text.Length;
        var start = cursor.Mark;
        token = default;
        fold.Discard();
        cursor.Skip();
        while (true)
        {
            if (cursor.IsDocumentIndicator) return state.Fail("found unexpected document indicator");
            if (cursor.IsEnd) return state.Fail("found unexpected end of stream");
            if (!ScanRun(state, fold, quote)) return false;
            if (cursor.Current == quote) break;
            fold.Take(cursor);
            fold.Join(state.Text);
        }

        cursor.Skip();
        token = new(TokenKind.Scalar, start, cursor.Mark) { Text = state.TextSince(textStart) };
        return true;
    }

    /// <summary>Reads up to the closing quote or the next blank or line break.</summary>
    private static bool ScanRun(ScanState state, LineFold fold, byte quote)
    {
        var cursor = state.Cursor;
        while (!cursor.IsBlankOrEnd)
        {
            if (cursor.Current == quote)
            {
                if (quote != '\'' || cursor.Peek(1) != '\'') return true;
                cursor.Skip();
                cursor.Copy(state.Text);
            }
            else if (quote == '"' && cursor.Current == '\\')
            {
                if (cursor.IsBreakAt(1))
                {
                    // An escaped line break vanishes with the indentation that follows.
                    cursor.Skip();
                    cursor.SkipBreak();
                    fold.HasBreak = true;
                    return true;
                }

                if (!ScanEscape(state)) return false;
            }
            else
            {
                cursor.Copy(state.Text);
            }
        }

        return true;
    }

    private static bool ScanEscape(ScanState state)
    {
        var cursor = state.Cursor;
        var letter = cursor.Peek(1);
        var digits = letter switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        if (digits > 0)
        {
            cursor.Skip(2);
            return ScanCodePoint(state, digits);
        }

        var value = Unescape(letter);
        if (value < 0) return state.Fail("found unknown escape character");
        state.Text.Append(new Rune(value));
        cursor.Skip(2);
        return true;
    }

    private static int Unescape(byte letter) => letter switch
    {
        (byte)'0' => 0,
        (byte)'a' => 7,
        (byte)'b' => 8,
        (byte)'t' or (byte)'\t' => 9,
        (byte)'n' => 10,
        (byte)'v' => 11,
        (byte)'f' => 12,
        (byte)'r' => 13,
        (byte)'e' => 27,
        (byte)' ' or (byte)'"' or (byte)'\'' or (byte)'\\' => letter,
        (byte)'N' => 0x85,
        (byte)'_' => 0xA0,
        (byte)'L' => 0x2028,
        (byte)'P' => 0x2029,
        _ => -1,
    };

    private static bool ScanCodePoint(ScanState state, int digits)
    {
        var cursor = state.Cursor;
        uint value = 0;
        for (var i = 0; i < digits; i++)
        {
            var digit = HexDigit(cursor.Peek(i));
            if (digit < 0) return state.Fail("did not find expected hexdecimal number");
            value = (value << 4) + (uint)digit;
        }

        if (!Rune.IsValid(value)) return state.Fail("found invalid Unicode character escape code");
        state.Text.Append(new Rune(value));
        cursor.Skip(digits);
        return true;
    }

    private static int HexDigit(byte digit) => (char)digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1,
    };
}
