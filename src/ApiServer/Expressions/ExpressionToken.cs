namespace Kybernet.ApiServer.Expressions;

internal enum TokenKind
{
    End,
    Name,
    Integer,
    Double,
    Text,
    Bytes,
    Symbol,
}

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of texts, what they stand for.</param>
/// <param name="At">Its place in the expression, from 0.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, string Text, int At)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
