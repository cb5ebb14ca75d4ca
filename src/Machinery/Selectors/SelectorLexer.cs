namespace Kybernet.Machinery.Selectors;

/// <summary>
/// Splits a label selector into tokens. A NUL character ends what is being read, or all when it stands alone, as upstream.
/// </summary>
internal struct SelectorLexer(string text)
{
    private int _position;

    /// <summary>The next token and its text; at the end, and after it, the end token.</summary>
    public (SelectorToken Token, string Literal) Next()
    {
        char unit;
        do unit = Read();
        while (unit is ' ' or '\t' or '\r' or '\n');
        if (unit == '\0') return (SelectorToken.EndOfString, "");
        _position--;
        return IsSymbol(unit) ? Symbol() : Word();
    }

    private char Read() => _position < text.Length ? text[_position++] : '\0';

    private (SelectorToken Token, string Literal) Word()
    {
        var start = _position;
        while (_position < text.Length && !IsBoundary(text[_position])) _position++;
        var word = text[start.._position];
        SkipNul();
        return word switch
        {
            "in" => (SelectorToken.In, word),
            "notin" => (SelectorToken.NotIn, word),
            _ => (SelectorToken.Identifier, word),
        };
    }

    /// <summary>The longest operator here: every symbol is one, and two make one when the second is <c>=</c>.</summary>
    private (SelectorToken Token, string Literal) Symbol()
    {
        var literal = text.Substring(_position, text.AsSpan(_position).StartsWith("==") || text.AsSpan(_position).StartsWith("!=") ? 2 : 1);
        _position += literal.Length;
        SkipNul();
        return (TokenOf(literal), literal);
    }

    private void SkipNul()
    {
        if (_position < text.Length && text[_position] == '\0') _position++;
    }

    private static SelectorToken TokenOf(string symbol) => symbol switch
    {
        ")" => SelectorToken.ClosedParenthesis,
        "," => SelectorToken.Comma,
        "!" => SelectorToken.DoesNotExist,
        "==" => SelectorToken.DoubleEquals,
        "=" => SelectorToken.Equals,
        ">" => SelectorToken.GreaterThan,
        "<" => SelectorToken.LessThan,
        "!=" => SelectorToken.NotEquals,
        _ => SelectorToken.OpenParenthesis,
    };

    private static bool IsSymbol(char unit) => unit is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static bool IsBoundary(char unit) => IsSymbol(unit) || unit is ' ' or '\t' or '\r' or '\n' or '\0';
}
