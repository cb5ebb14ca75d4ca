using System.Globalization;
using System.Text;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Cuts an expression into words. Specification: CEL's <c>langdef.md</c>, "Syntax".</summary>
internal sealed class ExpressionLexer(string text)
{
    private static readonly string[] s_symbols =
    [
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
    ];

    private int _at;

    public List<ExpressionToken> Read()
    {
        var tokens = new List<ExpressionToken>();
        while (true)
        {
            SkipSpace();
            if (_at >= text.Length) break;
            tokens.Add(Next());
        }

        tokens.Add(new(TokenKind.End, "<EOF>", text.Length));
        return tokens;
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (text.AsSpan(_at).StartsWith("//"))
            {
                while (_at < text.Length && text[_at] != '\n') _at++;
            }
            else if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private ExpressionToken Next()
    {
        var start = _at;
        var c = text[_at];
        if (IsText(out var isRaw, out var isBytes, out var quote)) return ReadText(start, isRaw, isBytes, quote);
        if (c == '`') return ReadQuotedName(start);
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
            return new(TokenKind.Name, text[start.._at], start);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))) return ReadNumber(start);
        foreach (var symbol in s_symbols)
        {
            if (!text.AsSpan(_at).StartsWith(symbol)) continue;
            _at += symbol.Length;
            return new(TokenKind.Symbol, symbol, start);
        }

        throw new ExpressionFault(start, $"Syntax error: token recognition error at: '{c}'");
    }

    private ExpressionToken ReadQuotedName(int start)
    {
        var end = text.IndexOf('`', start + 1);
        if (end < 0) throw new ExpressionFault(start, "Syntax error: token recognition error at: '`'");
        _at = end + 1;
        return new(TokenKind.Name, text[(start + 1)..end], start);
    }

    private ExpressionToken ReadNumber(int start)
    {
        if (text.AsSpan(_at).StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            _at += 2;
            while (_at < text.Length && char.IsAsciiHexDigit(text[_at])) _at++;
            return Integer(start, long.TryParse(text.AsSpan(start + 2, _at - start - 2), NumberStyles.AllowHexSpecifier, null, out var hex), hex);
        }

        var isDouble = false;
        while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            isDouble = true;
            for (_at++; _at < text.Length && char.IsAsciiDigit(text[_at]);) _at++;
        }

        if (_at < text.Length && text[_at] is 'e' or 'E')
        {
            isDouble = true;
            _at++;
            if (_at < text.Length && text[_at] is '+' or '-') _at++;
            while (_at < text.Length && char.IsAsciiDigit(text[_at])) _at++;
        }

        if (isDouble) return new(TokenKind.Double, text[start.._at], start);
        return Integer(start, long.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value), value);
    }

    private ExpressionToken Integer(int start, bool isValid, long value)
    {
        if (!isValid) throw new ExpressionFault(start, "invalid int literal");
        if (_at < text.Length && text[_at] is 'u' or 'U') _at++;
        return new(TokenKind.Integer, value.ToString(CultureInfo.InvariantCulture), start);
    }

    private bool IsText(out bool isRaw, out bool isBytes, out string quote)
    {
        (isRaw, isBytes, quote) = (false, false, "");
        var at = _at;
        for (; at < text.Length && at < _at + 2 && text[at] is 'r' or 'R' or 'b' or 'B'; at++)
        {
            isRaw |= text[at] is 'r' or 'R';
            isBytes |= text[at] is 'b' or 'B';
        }

        if (at >= text.Length || text[at] is not ('"' or '\'')) return false;
        quote = text.AsSpan(at).StartsWith(new string(text[at], 3)) ? new string(text[at], 3) : text[at].ToString();
        _at = at + quote.Length;
        return true;
    }

    private ExpressionToken ReadText(int start, bool isRaw, bool isBytes, string quote)
    {
        var value = new StringBuilder();
        while (!text.AsSpan(Math.Min(_at, text.Length)).StartsWith(quote))
        {
            if (_at >= text.Length || (quote.Length == 1 && text[_at] is '\n' or '\r'))
                throw new ExpressionFault(start, $"Syntax error: token recognition error at: '{text[start..Math.Min(_at, text.Length)]}'");
            if (text[_at] == '\\' && !isRaw) ReadEscape(value);
            else value.Append(text[_at++]);
        }

        _at += quote.Length;
        return new(isBytes ? TokenKind.Bytes : TokenKind.Text, value.ToString(), start);
    }

    private void ReadEscape(StringBuilder value)
    {
        var start = _at;
        var c = _at + 1 < text.Length ? text[_at + 1] : '\0';
        var plain = "abfnrtv\\'\"`?".IndexOf(c, StringComparison.Ordinal);
        _at += 2;
        if (plain >= 0)
        {
            value.Append("\a\b\f\n\r\t\v\\'\"`?"[plain]);
            return;
        }

        var (length, style) = c switch { 'x' or 'X' => (2, 16), 'u' => (4, 16), 'U' => (8, 16), >= '0' and <= '3' => (3, 8), _ => (0, 0) };
        if (style == 8) _at--;
        if (length == 0 || _at + length > text.Length) throw new ExpressionFault(start, "invalid escape sequence");
        var digits = text.Substring(_at, length);
        _at += length;
        if (!digits.All(style == 16 ? char.IsAsciiHexDigit : static digit => digit is >= '0' and <= '7'))
            throw new ExpressionFault(start, "invalid escape sequence");
        var code = Convert.ToInt32(digits, style);
        if (!Rune.IsValid(code)) throw new ExpressionFault(start, "invalid unicode code point");
        value.Append(new Rune(code).ToString());
    }
}
